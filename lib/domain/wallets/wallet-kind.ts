export const walletKinds = ['TRADING', 'CONNECTED'] as const
