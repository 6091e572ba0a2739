import type { Denial } from '../risk/limits'

/**
 * What becomes of a limit entry that our rules refuse when its price has come. What may pass by itself (a lock, the
 * day's loss, a full book, money on its way) keeps it waiting until its own time ends, because the trader still
 * wants the token at that price. What it can never pass as it is ends it.
 */
export const afterRefusal = ({ code, extra }: Denial): 'wait' | 'end' => {
  if (code === 'risk.position_size') return 'end'
  // A blocked token is not bought again; a warning nobody has accepted may go away.
  return code === 'token.unsafe' && extra?.blocked !== undefined ? 'end' : 'wait'
}
