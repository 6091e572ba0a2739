import { ComputeBudgetProgram, PublicKey, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { createBurnCheckedInstruction, createCloseAccountInstruction } from '@solana/spl-token'
import { checkReclaim } from '@/lib/domain/wallets/check-reclaim'
import {
  type AccountToClose,
  RECLAIM_PRICE_MICRO_LAMPORTS,
  reclaimUnits,
  type TokenAccount,
} from '@/lib/domain/wallets/reclaim'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { Reclaims } from '@/lib/ports/reclaims'
import { decodeTransaction } from './decode-transaction'

type Reader = AccountReader & { tokenAccounts(owner: string): Promise<TokenAccount[]> }

export const createReclaims = (reader: Reader): Reclaims => ({
  tokenAccounts: (owner) => reader.tokenAccounts(owner),
  build: ({ owner, accounts }, { blockhash }) => {
    const payerKey = new PublicKey(owner)
    const instructions = [
      ComputeBudgetProgram.setComputeUnitLimit({ units: reclaimUnits(accounts.length) }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: RECLAIM_PRICE_MICRO_LAMPORTS }),
      ...accounts.flatMap((account) => closing(account, payerKey)),
    ]
    const message = new TransactionMessage({ payerKey, recentBlockhash: blockhash, instructions })
    return new VersionedTransaction(message.compileToV0Message()).serialize()
  },
  check: async (transaction, request) => checkReclaim(await decodeTransaction(transaction, reader), request),
})

const closing = ({ address, mint, program, amountRaw, decimals }: AccountToClose, owner: PublicKey) => {
  const [account, programId] = [new PublicKey(address), new PublicKey(program)]
  const close = createCloseAccountInstruction(account, owner, owner, [], programId)
  if (amountRaw === 0n) return [close]
  const mintKey = new PublicKey(mint)
  return [createBurnCheckedInstruction(account, mintKey, owner, amountRaw, decimals, [], programId), close]
}
