import type { Decimal } from '@/lib/domain/money/decimal'
import { errorMessage } from '@/lib/errors'
import { raiseAlert, type RaiseAlertDeps } from '../alerts/raise-alert'
import type { Holder } from './position-reader'

export type ExitAlertDeps = RaiseAlertDeps & {
  logger: { error(fields: object, message: string): void }
}

/** One difference is told once a minute; a node that lies tells it at every tick. */
const AGAIN_MS = 60_000

const shown = (price: Decimal): string => `$${price.toSignificantDigits(6).toFixed()}`

type Words = { level: 'info' | 'warn' | 'crit'; title: (symbol: string) => string; detail: string }

/** What the exit monitor tells the holders of a token. */
export const createExitAlerts = (deps: ExitAlertDeps) => {
  const tell = (holders: readonly Holder[], occasion: string, { level, title, detail }: Words): void => {
    for (const guard of new Map(holders.map((holder) => [holder.userId, holder])).values())
      raiseAlert(deps, {
        userId: guard.userId,
        level,
        title: title(guard.symbol),
        detail,
        occasion: `${occasion} ${guard.tokenMint} ${guard.userId}`,
        positionId: guard.id,
      }).catch((error: unknown) =>
        deps.logger.error({ occasion, error: errorMessage(error) }, 'an alert was not stored'),
      )
  }
  const minute = (): number => Math.floor(deps.now().getTime() / AGAIN_MS)
  return {
    onDifference: (_mint: string, holders: readonly Holder[], told: Decimal, second: Decimal): void =>
      tell(holders, `price differs ${minute()}`, {
        level: 'warn',
        title: (symbol) => `A price of ${symbol} was not believed`,
        detail: `One source said ${shown(told)}, a second one ${shown(second)}. Nothing is sold on a price that stands alone; your stop and target are judged on the second.`,
      }),
    onOdd: (holder: Holder, watched: boolean): void =>
      tell(
        [holder],
        `odd plan ${watched ? 'watched' : 'unread'} ${holder.id}`,
        watched
          ? {
              level: 'warn',
              title: (symbol) => `The exit plan of ${symbol} comes to no usable price`,
              detail:
                'A level is out of any range, or a sale brings nothing. It is still checked at every price against what a sale brings. Look at its target and stop.',
            }
          : {
              level: 'crit',
              title: (symbol) => `The exit plan of ${symbol} cannot be read`,
              detail:
                'Its target and stop as stored make no sense, so they are not watched. Set them anew, or sell by hand.',
            },
      ),
    onStale: (_mint: string, holders: readonly Holder[], fresh: boolean): void =>
      tell(
        holders,
        `price ${fresh ? 'back' : 'lost'} ${minute()}`,
        fresh
          ? {
              level: 'info',
              title: (symbol) => `${symbol} has a live price again`,
              detail: 'Its stop and target are watched again.',
            }
          : {
              level: 'crit',
              title: (symbol) => `No live price of ${symbol}`,
              detail:
                'Its stop and target cannot be judged until a price arrives; an old price sells nothing. You can still sell by hand.',
            },
      ),
  }
}
