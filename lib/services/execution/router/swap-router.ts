import type { RouteReceipt } from '@/lib/domain/execution/route-receipt'
import { DEFAULT_VENUE_POLICY, type VenuePolicy } from '@/lib/domain/execution/rank-bids'
import type {
  ExecutionVenue,
  SwapOrder,
  SwapRequest,
  VenueOffer,
  VenueQuote,
} from '@/lib/ports/execution-venue'

export type RoutedOrder = SwapOrder & {
  policy: VenuePolicy
  /** How often this order has failed before: a retry has a budget, and gives other venues their turn. */
  failures: number
}

/** `T` is an offer of one venue. */
export type Ranked<T> = {
  /** Best first, and at least one. */
  ranked: T[]
  /** Who offered what, kept with the transaction that is made of it. */
  receipt: RouteReceipt
  /** Whether every venue has answered, with an offer or a definitive no: one that is silent may have a way. */
  complete: boolean
}
export type Routes = Ranked<VenueOffer>

/** All venues behind one door. Nothing here signs or sends. Throws what a venue throws when none can offer. */
export type SwapRouter = {
  /** What is offered to nobody in particular. */
  quotes(request: SwapRequest, policy: VenuePolicy): Promise<Ranked<VenueQuote>>
  routes(order: RoutedOrder): Promise<Routes>
  /** The venue's own broadcaster; undefined where it has none. */
  landingOf(venue: string): ExecutionVenue['land']
  /** How many venues have one. */
  landers(): number
}

/** What a swap would bring now, by the best offer. */
export const bestQuote = async (
  router: Pick<SwapRouter, 'quotes'>,
  request: SwapRequest,
): Promise<VenueQuote> => (await router.quotes(request, DEFAULT_VENUE_POLICY)).ranked[0]!
