export type SignInMessage = {
  domain: string
  address: string
  statement: string
  uri: string
  chainId: string
  nonce: string
  issuedAt: Date
  expiresAt: Date
}

/** The text of Sign In With Solana (github.com/phantom/sign-in-with-solana): wallets know it and show it as such. */
export const signInMessage = (of: SignInMessage): string =>
  [
    `${of.domain} wants you to sign in with your Solana account:`,
    of.address,
    '',
    of.statement,
    '',
    `URI: ${of.uri}`,
    'Version: 1',
    `Chain ID: ${of.chainId}`,
    `Nonce: ${of.nonce}`,
    `Issued At: ${of.issuedAt.toISOString()}`,
    `Expiration Time: ${of.expiresAt.toISOString()}`,
  ].join('\n')
