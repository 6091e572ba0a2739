import { createHash, randomUUID } from 'node:crypto'
import { Keypair, PublicKey, SystemProgram, Transaction, TransactionInstruction } from '@solana/web3.js'
import { SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import type { Chain } from '@/sandbox/chain/chain'
import { invalidParams } from './rpc-error'

const MAX_LAMPORTS = 1_000_000_000_000_000n
const FEE_RESERVE = 10_000_000n
const MEMO_PROGRAM = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')

/** A real transfer from a faucet that never runs dry, in the current slot. Answers its signature. */
export function airdrop(chain: Chain, address: string, lamports: bigint): string {
  if (lamports === 0n || lamports > MAX_LAMPORTS) {
    throw invalidParams(`Invalid params: lamports must be 1 to ${MAX_LAMPORTS}`)
  }
  const faucet = Keypair.fromSeed(createHash('sha256').update(`faucet of ${chain.genesisHash}`).digest())
  chain.setAccount(faucet.publicKey.toBase58(), {
    lamports: lamports + FEE_RESERVE,
    owner: SYSTEM_PROGRAM,
    data: new Uint8Array(),
    executable: false,
  })
  const { blockhash, lastValidBlockHeight } = chain.latestBlockhash()
  const transaction = new Transaction({
    feePayer: faucet.publicKey,
    blockhash,
    lastValidBlockHeight: Number(lastValidBlockHeight),
  }).add(
    SystemProgram.transfer({ fromPubkey: faucet.publicKey, toPubkey: new PublicKey(address), lamports }),
    // Two equal airdrops in one slot would be the same transaction without it.
    new TransactionInstruction({ programId: MEMO_PROGRAM, keys: [], data: Buffer.from(randomUUID()) }),
  )
  transaction.sign(faucet)
  return chain.executeNow(new Uint8Array(transaction.serialize())).signature
}
