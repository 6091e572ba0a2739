import { Keypair } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import { MAX_ACCOUNTS_PER_RECLAIM, type AccountToClose } from '@/lib/domain/wallets/reclaim'
import { createReclaims } from './reclaims'

const reclaims = createReclaims({ accounts: async () => new Map(), tokenAccounts: async () => [] })
const key = (seed: number) => Keypair.fromSeed(new Uint8Array(32).fill(seed)).publicKey.toBase58()
const owner = key(1)
const expiry = { blockhash: key(2), lastValidBlockHeight: 100n }
const account = (seed: number, change: Partial<AccountToClose> = {}): AccountToClose => ({
  address: key(seed),
  mint: key(seed + 100),
  program: TOKEN_PROGRAM,
  amountRaw: 0n,
  lamports: 2_039_280n,
  decimals: 6,
  ...change,
})
const empty = account(10)
const dust = account(11, { amountRaw: 25n, program: TOKEN_2022_PROGRAM })
const asked = { owner, accounts: [empty, dust] }

describe('reclaiming rent', () => {
  it('builds what passes its own check, as many accounts as are allowed', async () => {
    expect(await reclaims.check(reclaims.build(asked, expiry), asked)).toEqual({ ok: true })
    const full = {
      owner,
      accounts: Array.from({ length: MAX_ACCOUNTS_PER_RECLAIM }, (_, index) =>
        account(20 + index, { amountRaw: 1n, program: index % 2 ? TOKEN_PROGRAM : TOKEN_2022_PROGRAM }),
      ),
    }
    const bytes = reclaims.build(full, expiry)
    expect(bytes.length).toBeLessThanOrEqual(1_232)
    expect(await reclaims.check(bytes, full)).toEqual({ ok: true })
  })

  it.each<[string, Partial<typeof asked>]>([
    ['another owner', { owner: key(3) }],
    ['another account', { accounts: [account(12), dust] }],
    ['one account more', { accounts: [empty, dust, account(12)] }],
    ['one account less', { accounts: [empty] }],
    ['more burnt', { accounts: [empty, { ...dust, amountRaw: 26n }] }],
    ['nothing burnt', { accounts: [empty, { ...dust, amountRaw: 0n }] }],
    ['another token burnt', { accounts: [empty, { ...dust, mint: key(99) }] }],
    ['other decimals', { accounts: [empty, { ...dust, decimals: 9 }] }],
    ['another program', { accounts: [empty, { ...dust, program: TOKEN_PROGRAM }] }],
  ])('refuses bytes with %s', async (_, change) => {
    const bytes = reclaims.build({ ...asked, ...change }, expiry)
    expect(await reclaims.check(bytes, asked)).toMatchObject({ ok: false })
  })
})
