import type { Chain } from '@/sandbox/chain/chain'

/** One of Jito's eight published tip accounts. */
const TIP_ACCOUNT = '96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5'
const SYSTEM_PROGRAM = '11111111111111111111111111111111'

/** The tip account, which on mainnet always exists: a small tip must not fail for want of rent. */
export function tipAccount(chain: Chain): string {
  if (!chain.getAccount(TIP_ACCOUNT)) {
    const lamports = chain.minimumBalance(0)
    chain.setAccount(TIP_ACCOUNT, {
      lamports,
      owner: SYSTEM_PROGRAM,
      data: new Uint8Array(),
      executable: false,
    })
  }
  return TIP_ACCOUNT
}
