import {
  AccountLayout,
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token'
import { Keypair, PublicKey, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { ExecutionError, type Chain, type TokenHolding } from '@/sandbox/chain/chain'
import { badRequest } from './input'

const SYSTEM_PROGRAM = '11111111111111111111111111111111'
const OPERATOR_LAMPORTS = 1_000_000_000n

export type Transfer = { from: string; to: string; amount: bigint }

/**
 * Moves lamports by the operator's hand: the owner's key is not ours to sign with, so no transaction records it.
 * Leaves the sender either empty or rent exempt, as the chain itself would demand.
 */
export function transferSol(chain: Chain, { from, to, amount }: Transfer): void {
  const sender = chain.getAccount(from)
  const held = sender?.lamports ?? 0n
  if (!sender || held < amount)
    throw badRequest(`amountRaw: ${from} holds only ${held} lamports`, 'amountRaw')
  const least = chain.minimumBalance(0)
  const rest = held - amount
  if (rest > 0n && rest < least) {
    throw badRequest(`amountRaw: must leave ${from} with nothing or at least ${least} lamports`, 'amountRaw')
  }
  const receiver = chain.getAccount(to)
  if (!receiver && amount < least) {
    throw badRequest(`amountRaw: must be at least ${least} lamports to open ${to}`, 'amountRaw')
  }
  const opened = { lamports: 0n, owner: SYSTEM_PROGRAM, data: new Uint8Array(), executable: false }
  chain.setAccount(from, { ...sender, lamports: rest })
  chain.setAccount(to, { ...(receiver ?? opened), lamports: (receiver?.lamports ?? 0n) + amount })
}

/**
 * Moves tokens in a real transaction without the owner's key: the operator makes itself the delegate of the account
 * for exactly this amount, and the token program forgets the delegate once it is used up.
 */
export function transferToken(chain: Chain, mint: string, { from, to, amount }: Transfer): string {
  const holding = chain
    .tokenAccountsOf(from)
    .filter((each) => each.mint === mint)
    .sort((a, b) => Number(b.amount - a.amount))[0]
  if (!holding || holding.amount < amount) {
    throw badRequest(`amountRaw: ${from} holds only ${holding?.amount ?? 0n} of ${mint}`, 'amountRaw')
  }
  const operator = Keypair.generate()
  const [program, mintKey, toKey] = [holding.programId, mint, to].map((text) => new PublicKey(text)) as [
    PublicKey,
    PublicKey,
    PublicKey,
  ]
  const destination = getAssociatedTokenAddressSync(mintKey, toKey, true, program)
  const wire = signed(chain, operator, [
    createAssociatedTokenAccountIdempotentInstruction(
      operator.publicKey,
      destination,
      toKey,
      mintKey,
      program,
    ),
    createTransferCheckedInstruction(
      new PublicKey(holding.address),
      mintKey,
      destination,
      operator.publicKey,
      amount,
      holding.decimals,
      [],
      program,
    ),
  ])
  fund(chain, operator.publicKey.toBase58())
  const undelegate = delegate(chain, holding, operator.publicKey, amount)
  try {
    return chain.executeNow(wire).signature
  } catch (error) {
    undelegate()
    if (error instanceof ExecutionError) {
      throw badRequest(`The chain refused the transfer: ${JSON.stringify(error.err)}`)
    }
    throw error
  }
}

function signed(
  chain: Chain,
  operator: Keypair,
  instructions: ConstructorParameters<typeof TransactionMessage>[0]['instructions'],
): Uint8Array {
  const message = new TransactionMessage({
    payerKey: operator.publicKey,
    recentBlockhash: chain.latestBlockhash().blockhash,
    instructions,
  }).compileToV0Message()
  const transaction = new VersionedTransaction(message)
  transaction.sign([operator])
  return transaction.serialize()
}

const fund = (chain: Chain, address: string) =>
  chain.setAccount(address, {
    lamports: OPERATOR_LAMPORTS,
    owner: SYSTEM_PROGRAM,
    data: new Uint8Array(),
    executable: false,
  })

function delegate(chain: Chain, holding: TokenHolding, operator: PublicKey, amount: bigint): () => void {
  const account = chain.getAccount(holding.address)
  if (!account) throw new Error(`Token account ${holding.address} is gone`)
  const data = account.data.slice()
  const token = AccountLayout.decode(data)
  AccountLayout.encode({ ...token, delegateOption: 1, delegate: operator, delegatedAmount: amount }, data)
  chain.setAccount(holding.address, { ...account, data })
  return () => chain.setAccount(holding.address, account)
}
