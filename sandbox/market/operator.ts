import { createHash } from 'node:crypto'
import {
  TOKEN_PROGRAM_ID,
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token'
import {
  Keypair,
  PublicKey,
  SystemProgram,
  TransactionMessage,
  VersionedTransaction,
  type TransactionInstruction,
} from '@solana/web3.js'
import type { Chain, LandedTransaction } from '../chain/chain'
import { USDC, WRAPPED_SOL } from '../amm/addresses'
import { TOKEN_ACCOUNT_RENT, encodeTokenAccount, withDelegate } from '../amm/layouts'
import { MarketError } from './market-errors'
import { USDC_SPEC } from './token-list'

const USDC_DECIMALS = 6
const START_LAMPORTS = 400_000_000n * 10n ** 9n
const START_USDC = (BigInt(USDC_SPEC.supply) * 10n ** BigInt(USDC_DECIMALS)) / 2n
const SYSTEM_PROGRAM = SystemProgram.programId.toBase58()

export type Airdrop = { lamports?: bigint; usdc?: bigint }

/** The sandbox's own wallet. What it hands out or moves lands on the chain as a real transaction. */
export const openOperator = (chain: Chain) => {
  const wallet = Keypair.fromSeed(createHash('sha256').update('sandbox operator').digest())
  const ownUsdc = getAssociatedTokenAddressSync(new PublicKey(USDC), wallet.publicKey)
  let payments = 0

  if (!chain.getAccount(ownUsdc.toBase58())) {
    const data = encodeTokenAccount(new PublicKey(USDC), wallet.publicKey, START_USDC, false)
    const owner = TOKEN_PROGRAM_ID.toBase58()
    chain.setAccount(ownUsdc.toBase58(), { lamports: TOKEN_ACCOUNT_RENT, owner, data, executable: false })
    const purse = {
      lamports: START_LAMPORTS,
      owner: SYSTEM_PROGRAM,
      data: new Uint8Array(),
      executable: false,
    }
    chain.setAccount(wallet.publicKey.toBase58(), purse)
  }

  const send = (instructions: TransactionInstruction[]): LandedTransaction => {
    // Two equal payments in one slot must not have one signature: each carries its own number of lamports home.
    const { publicKey } = wallet
    const unique = SystemProgram.transfer({
      fromPubkey: publicKey,
      toPubkey: publicKey,
      lamports: ++payments,
    })
    const message = new TransactionMessage({
      payerKey: publicKey,
      recentBlockhash: chain.latestBlockhash().blockhash,
      instructions: [...instructions, unique],
    })
    const transaction = new VersionedTransaction(message.compileToV0Message())
    transaction.sign([wallet])
    return chain.executeNow(transaction.serialize())
  }

  const programOf = (mint: PublicKey): PublicKey =>
    new PublicKey(chain.getAccount(mint.toBase58())?.owner ?? TOKEN_PROGRAM_ID)

  const openAccount = (owner: PublicKey, mint: PublicKey): [PublicKey, TransactionInstruction] => {
    const program = programOf(mint)
    const address = getAssociatedTokenAddressSync(mint, owner, true, program)
    return [
      address,
      createAssociatedTokenAccountIdempotentInstruction(wallet.publicKey, address, owner, mint, program),
    ]
  }

  const payLamports = (to: PublicKey, lamports: bigint): TransactionInstruction =>
    SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey: to, lamports })

  const airdrop = (to: string, { lamports = 0n, usdc = 0n }: Airdrop): LandedTransaction | null => {
    const owner = new PublicKey(to)
    const instructions: TransactionInstruction[] = []
    if (lamports > 0n) instructions.push(payLamports(owner, lamports))
    if (usdc > 0n) {
      const mint = new PublicKey(USDC)
      const [address, open] = openAccount(owner, mint)
      instructions.push(
        open,
        createTransferCheckedInstruction(ownUsdc, mint, address, wallet.publicKey, usdc, USDC_DECIMALS),
      )
    }
    return instructions.length === 0 ? null : send(instructions)
  }

  /**
   * Moves tokens without their owner: the operator makes itself the delegate of the owner's account and then spends
   * as one, so the chain records a transfer that the owner did not sign. SOL leaves without a record of its own.
   */
  const transferTokens = (
    from: string,
    to: string,
    token: { mint: string; decimals: number },
    amount: bigint,
  ): LandedTransaction => {
    if (token.mint === WRAPPED_SOL) return transferLamports(from, to, amount)
    const mint = new PublicKey(token.mint)
    const source = chain
      .tokenAccountsOf(from)
      .filter((held) => held.mint === token.mint)
      .sort((a, b) => Number(b.amount - a.amount))[0]
    const account = source && chain.getAccount(source.address)
    if (!account || source.amount < amount) throw notEnough(from, source?.amount ?? 0n)
    chain.setAccount(source.address, {
      ...account,
      data: withDelegate(account.data, wallet.publicKey, amount),
    })
    const [destination, open] = openAccount(new PublicKey(to), mint)
    return send([
      open,
      createTransferCheckedInstruction(
        new PublicKey(source.address),
        mint,
        destination,
        wallet.publicKey,
        amount,
        token.decimals,
        [],
        programOf(mint),
      ),
    ])
  }

  const transferLamports = (from: string, to: string, lamports: bigint): LandedTransaction => {
    const account = chain.getAccount(from)
    if (!account || account.lamports < lamports) throw notEnough(from, account?.lamports ?? 0n)
    const own = wallet.publicKey.toBase58()
    const purse = chain.getAccount(own)
    if (!purse) throw new Error('the operator has no account')
    chain.setAccount(from, { ...account, lamports: account.lamports - lamports })
    chain.setAccount(own, { ...purse, lamports: purse.lamports + lamports })
    return send([payLamports(new PublicKey(to), lamports)])
  }

  return { address: wallet.publicKey.toBase58(), airdrop, transferTokens }
}

export type Operator = ReturnType<typeof openOperator>

const notEnough = (wallet: string, held: bigint): MarketError =>
  new MarketError('invalid_input', `${wallet} holds ${held} base units of that token`, 'amountRaw')
