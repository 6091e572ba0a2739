import type { ProtectionKind } from '@/lib/domain/risk/protections/protection-kinds'

/** Name and rule of each protection, as a trader says them. */
export const PROTECTION_WORDS: Record<ProtectionKind, { name: string; rule: string }> = {
  STOPLOSS_GUARD: { name: 'Stop-loss streak', rule: '4 losing stops in 60 min: pause 60 min' },
  MAX_DRAWDOWN: { name: 'Max drawdown', rule: '15 % from the peak of 24 h: pause until 00:00 UTC' },
  FAILED_TX: { name: 'Failed transactions', rule: '5 in 10 min: pause 10 min' },
  SLIPPAGE: { name: 'Slippage', rule: '3 fills 3 % below their quote in 1 h: pause 30 min' },
  FEE_BURN: { name: 'Fee burn', rule: 'fees of 0.02 SOL and 2 % of what was traded in 60 min: pause 60 min' },
  STALE_DATA: { name: 'Stale data', rule: 'no fresh source left: pause while it lasts' },
  RUG: { name: 'Rug', rule: 'that deployer, 7 days, for everyone' },
  CONCENTRATION: { name: 'Concentration', rule: 'half of the account in one token: no more of it' },
  COOLDOWN: { name: 'Cooldown', rule: '30 min per token after leaving it' },
  LOW_PROFIT: { name: 'Low-profit token', rule: '3 exits in 24 h lose together: 2 h off it' },
}
