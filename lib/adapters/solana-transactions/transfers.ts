import {
  ComputeBudgetProgram,
  PublicKey,
  SystemProgram,
  type TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
} from '@solana/spl-token'
import { SYSTEM_PROGRAM } from '@/lib/domain/execution/program-addresses'
import { checkTransfer } from '@/lib/domain/wallets/check-transfer'
import {
  TRANSFER_COMPUTE_UNITS,
  TRANSFER_FEE_LAMPORTS,
  TRANSFER_PRICE_MICRO_LAMPORTS,
} from '@/lib/domain/wallets/transfer-cost'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { TransferRequest, Transfers } from '@/lib/ports/transfers'
import { decodeTransaction } from './decode-transaction'
import { associatedTokenAddress } from '../wire/token-accounts'

export const createTransfers = (reader: AccountReader): Transfers => ({
  build: (request, { blockhash }) => {
    const payerKey = new PublicKey(request.from)
    const instructions = [
      ComputeBudgetProgram.setComputeUnitLimit({ units: TRANSFER_COMPUTE_UNITS }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: TRANSFER_PRICE_MICRO_LAMPORTS }),
      ...movesOf(request),
    ]
    const message = new TransactionMessage({ payerKey, recentBlockhash: blockhash, instructions })
    return new VersionedTransaction(message.compileToV0Message()).serialize()
  },
  check: async (transaction, request) =>
    checkTransfer(await decodeTransaction(transaction, reader), {
      ...request,
      maxFeeLamports: TRANSFER_FEE_LAMPORTS,
      token: request.token && { ...request.token, ...accountsOf(request, request.token) },
    }),
  whyNotAWallet: async (address) => {
    if (!isOnCurve(address)) return 'it is no wallet address: nobody can hold its key'
    const account = (await reader.accounts([address])).get(address)
    return account && account.owner !== SYSTEM_PROGRAM
      ? 'it is a token, a token account or a program, not a wallet: what is sent there is lost'
      : null
  },
})

type Token = NonNullable<TransferRequest['token']>

const accountsOf = ({ from, to }: TransferRequest, { mint, program }: Token) => ({
  source: associatedTokenAddress(from, mint, program),
  destination: associatedTokenAddress(to, mint, program),
})

const movesOf = (request: TransferRequest): TransactionInstruction[] => {
  const { token, amountRaw } = request
  const [from, to] = [new PublicKey(request.from), new PublicKey(request.to)]
  if (!token) return [SystemProgram.transfer({ fromPubkey: from, toPubkey: to, lamports: amountRaw })]
  const { source, destination } = accountsOf(request, token)
  const [mint, program] = [new PublicKey(token.mint), new PublicKey(token.program)]
  const [sourceKey, destinationKey] = [new PublicKey(source), new PublicKey(destination)]
  return [
    createAssociatedTokenAccountIdempotentInstruction(from, destinationKey, to, mint, program),
    createTransferCheckedInstruction(
      sourceKey,
      mint,
      destinationKey,
      from,
      amountRaw,
      token.decimals,
      [],
      program,
    ),
  ]
}

const isOnCurve = (address: string): boolean => {
  try {
    return PublicKey.isOnCurve(new PublicKey(address).toBytes())
  } catch {
    return false
  }
}
