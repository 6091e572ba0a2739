import type { PreparedSwap } from '@/lib/ports/execution-venue'
import type { RoutedOrder, SwapRouter } from '@/lib/services/execution/router/swap-router'

/** A router whose one offer is what `prepare` makes; `usual` is the best of the real one, built. */
export const preparingWith = (
  router: SwapRouter,
  prepare: (
    order: RoutedOrder,
    usual: (order?: RoutedOrder) => Promise<PreparedSwap>,
  ) => Promise<PreparedSwap>,
): SwapRouter => ({
  ...router,
  routes: async (order) => {
    const usual = async (asked = order) => (await router.routes(asked)).ranked[0]!.build()
    const prepared = await prepare(order, usual)
    return {
      ranked: [{ quote: prepared, build: async () => prepared }],
      complete: true,
      receipt: { policy: order.policy, offers: [] },
    }
  },
})
