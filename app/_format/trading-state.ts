import type { EffectiveStateView } from '@/lib/contracts/trading-state'
import type { TradingState } from '@/lib/domain/trading-state/trading-state'
import { formatDateTime } from './time'

/** What a state does, in the four words of its tile. */
export const stateInShort: Record<TradingState, string> = {
  RUNNING: 'Enters and exits',
  NO_ENTRIES: 'Working entries go on',
  EXITS_ONLY: 'Working entries are cancelled',
  FLATTENING: 'Sells everything',
  FROZEN: 'Signs nothing, 60 min at most',
}

/** What it means for the money. */
export const stateMeaning: Record<TradingState, string> = {
  RUNNING: 'JARVIS enters and exits.',
  NO_ENTRIES: 'Nothing new is bought; entries already accepted go on. Stops and targets are not held back.',
  EXITS_ONLY: 'Nothing is bought; entries not yet sent are cancelled. Stops and targets are not held back.',
  FLATTENING: 'Every position is being sold. Nothing is bought. Then only exits.',
  FROZEN:
    'Nothing is signed. Stops will not fire while it lasts; sells that fall due wait and go on after it.',
}

export const stateTone = (state: TradingState): 'gain' | 'warn' | 'crit' =>
  state === 'RUNNING' ? 'gain' : state === 'FROZEN' || state === 'FLATTENING' ? 'crit' : 'warn'

type Told = Pick<EffectiveStateView, 'state' | 'scope' | 'until'>

/** "FROZEN for everybody until 22 Nov 14:32:07 UTC." */
export const stateHeadline = ({ state, scope, until }: Told): string =>
  `${state} ${scope === 'global' ? 'for everybody' : 'for your account'}${until ? ` until ${formatDateTime(until)}` : ''}.`
