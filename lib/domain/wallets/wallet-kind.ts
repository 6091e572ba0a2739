export const walletKinds = ['TRADING', 'CONNECTED'] as const
export type WalletKind = (typeof walletKinds)[number]
