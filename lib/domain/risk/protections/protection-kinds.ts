/** What can stop entries, and nothing else: exits never look at a lock. */
export const protectionKinds = [
  'STOPLOSS_GUARD',
  'MAX_DRAWDOWN',
  'FAILED_TX',
  'STALE_DATA',
  'SLIPPAGE',
  'FEE_BURN',
  'RUG',
  'CONCENTRATION',
  'COOLDOWN',
  'LOW_PROFIT',
] as const
export type ProtectionKind = (typeof protectionKinds)[number]

/** Whether it acts for a user who has not decided. */
export const onByDefault: Record<ProtectionKind, boolean> = {
  STOPLOSS_GUARD: true,
  MAX_DRAWDOWN: true,
  FAILED_TX: true,
  STALE_DATA: true,
  SLIPPAGE: true,
  FEE_BURN: true,
  RUG: true,
  CONCENTRATION: true,
  COOLDOWN: false,
  LOW_PROFIT: false,
}

/** Facts about the market or a deployer, the same for everyone: a user cannot switch them off. */
export const houseKinds: readonly ProtectionKind[] = ['STALE_DATA', 'RUG']

export type ProtectionSwitches = Partial<Record<ProtectionKind, boolean>>

export const isOn = (kind: ProtectionKind, switches: ProtectionSwitches): boolean =>
  houseKinds.includes(kind) || (switches[kind] ?? onByDefault[kind])
