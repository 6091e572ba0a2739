import { PublicKey } from '@solana/web3.js'
import { TOKEN_PROGRAM } from '../chain/addresses'
import type { Chain } from '../chain/chain'
import { WRAPPED_SOL } from '../amm/addresses'
import { TOKEN_ACCOUNT_RENT, encodeTokenAccount, readTokenAmount, withTokenAmount } from '../amm/layouts'

/** Writes token accounts without a transaction, wrapped SOL with its lamports. */
export const vaultWriter = (chain: Pick<Chain, 'getAccount' | 'setAccount'>) => ({
  putVault: (address: string, mint: string, owner: PublicKey, amount: bigint): void => {
    const isNative = mint === WRAPPED_SOL
    const held = chain.getAccount(address)
    const data = held
      ? withTokenAmount(held.data, amount)
      : encodeTokenAccount(new PublicKey(mint), owner, amount, isNative)
    const lamports = TOKEN_ACCOUNT_RENT + (isNative ? amount : 0n)
    chain.setAccount(address, { owner: TOKEN_PROGRAM, data, lamports, executable: false })
  },
  balance: (address: string): bigint => {
    const account = chain.getAccount(address)
    return account ? readTokenAmount(account.data) : 0n
  },
})
