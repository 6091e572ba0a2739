import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { TOKEN_PROGRAM, USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { TransferRequest } from '@/lib/ports/transfers'
import { createTransfers } from './transfers'

const none: AccountReader = { accounts: async () => new Map() }
const transfers = createTransfers(none)
const [from, to, other] = [1, 2, 3].map((seed) =>
  Keypair.fromSeed(new Uint8Array(32).fill(seed)).publicKey.toBase58(),
) as [string, string, string]
const expiry = { blockhash: other, lastValidBlockHeight: 100n }
const sol: TransferRequest = { from, to, amountRaw: 1_000_000n, token: null }
const usdc: TransferRequest = {
  ...sol,
  token: { mint: USDC_MINT, decimals: 6, program: TOKEN_PROGRAM },
}

describe('transfers', () => {
  it.each([
    ['SOL', sol],
    ['USDC', usdc],
    ['more lamports than a double holds', { ...sol, amountRaw: (1n << 63n) + 1n }],
  ])('what is built for %s passes its own check', async (_, request) => {
    expect(await transfers.check(transfers.build(request, expiry), request)).toEqual({ ok: true })
  })

  it.each<[string, TransferRequest, Partial<TransferRequest>]>([
    ['another receiver', sol, { to: other }],
    ['another amount', sol, { amountRaw: 999_999n }],
    ['another payer', sol, { from: other }],
    ['another asset', usdc, { token: null }],
    ['another receiver of tokens', usdc, { to: other }],
    ['another amount of tokens', usdc, { amountRaw: 1n }],
    ['another mint', usdc, { token: { ...usdc.token!, mint: other } }],
    ['other decimals', usdc, { token: { ...usdc.token!, decimals: 9 } }],
  ])('refuses bytes made for %s', async (_, asked, change) => {
    const bytes = transfers.build({ ...asked, ...change }, expiry)
    expect(await transfers.check(bytes, asked)).toMatchObject({ ok: false })
  })

  it('refuses a second transfer beside the right one', async () => {
    const payerKey = new PublicKey(from)
    const move = (lamports: bigint) =>
      SystemProgram.transfer({ fromPubkey: payerKey, toPubkey: new PublicKey(to), lamports })
    const bytes = new VersionedTransaction(
      new TransactionMessage({
        payerKey,
        recentBlockhash: other,
        instructions: [move(sol.amountRaw), move(sol.amountRaw)],
      }).compileToV0Message(),
    ).serialize()
    expect(await transfers.check(bytes, sol)).toEqual({
      ok: false,
      problem: 'it makes 2 transfers instead of one',
    })
  })

  it('knows a wallet from a token and from what no key can hold', async () => {
    const held = createTransfers({
      accounts: async ([address]) =>
        new Map([
          [
            address!,
            { address: address!, owner: TOKEN_PROGRAM, data: new Uint8Array(), slot: 1n, lamports: 1n },
          ],
        ]),
    })
    expect(await transfers.whyNotAWallet(to)).toBeNull()
    expect(await held.whyNotAWallet(USDC_MINT)).toContain('lost')
    const derived = PublicKey.findProgramAddressSync(
      [Buffer.from('x')],
      SystemProgram.programId,
    )[0].toBase58()
    expect(await transfers.whyNotAWallet(derived)).toContain('nobody')
    expect(await transfers.whyNotAWallet('not an address')).toContain('nobody')
  })
})
