import type { Decimal } from '@/lib/domain/money/decimal'
import type { LivePublisher } from '../live-publisher'
import type { Guard } from './judge-position'

export type ExitAlertDeps = { live: LivePublisher; now: () => Date; newId: () => string }

/** One difference is told once a minute; a node that lies tells it at every tick. */
const AGAIN_MS = 60_000

const shown = (price: Decimal): string => `$${price.toSignificantDigits(6).toFixed()}`

/** What the exit monitor tells the holders of a token. */
export const createExitAlerts = ({ live, now, newId }: ExitAlertDeps) => {
  const lastDifference = new Map<string, number>()
  const tell = (
    holders: readonly Guard[],
    level: 'info' | 'warn' | 'crit',
    title: (symbol: string) => string,
    detail: string,
  ): void => {
    const at = now().toISOString()
    for (const guard of new Map(holders.map((holder) => [holder.userId, holder])).values())
      live.publish({
        userId: guard.userId,
        name: 'alert',
        data: {
          id: newId(),
          level,
          title: title(guard.symbol),
          detail,
          at,
          positionId: guard.id,
          orderId: null,
        },
      })
  }
  return {
    onDifference: (mint: string, holders: readonly Guard[], told: Decimal, second: Decimal): void => {
      const at = now().getTime()
      if (at - (lastDifference.get(mint) ?? -AGAIN_MS) < AGAIN_MS) return
      lastDifference.set(mint, at)
      tell(
        holders,
        'warn',
        (symbol) => `A price of ${symbol} was not believed`,
        `One source said ${shown(told)}, a second one ${shown(second)}. Nothing is sold on a price that stands alone; your stop and target are judged on the second.`,
      )
    },
    onStale: (_mint: string, holders: readonly Guard[], fresh: boolean): void =>
      fresh
        ? tell(
            holders,
            'info',
            (symbol) => `${symbol} has a live price again`,
            'Its stop and target are watched again.',
          )
        : tell(
            holders,
            'crit',
            (symbol) => `No live price of ${symbol}`,
            'Its stop and target cannot be judged until a price arrives; an old price sells nothing. You can still sell by hand.',
          ),
  }
}
