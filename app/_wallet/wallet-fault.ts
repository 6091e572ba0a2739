const DECLINED = /reject|declin|denied|cancel|closed/i

/** What went wrong in a wallet, in words. Their own messages differ; most of them mean that its owner declined. */
export const walletFault = (error: unknown): Error => {
  const message = error instanceof Error ? error.message.trim() : ''
  const name = error instanceof Error ? error.name : ''
  if (DECLINED.test(message) || name === 'WalletWindowClosedError')
    return new Error('Declined in the wallet. Nothing was signed and nothing moved.', { cause: error })
  if (name === 'WalletNotReadyError' || name === 'WalletNotConnectedError')
    return new Error('The wallet is locked or gone. Unlock it and connect again.', { cause: error })
  return new Error(
    message === ''
      ? 'The wallet gave no answer. Nothing was signed.'
      : `The wallet answered: ${message}. Nothing was signed.`,
    { cause: error },
  )
}
