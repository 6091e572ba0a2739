import {
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  getAccount,
  getAssociatedTokenAddressSync,
  getMint,
  getTransferFeeConfig,
} from '@solana/spl-token'
import { Keypair, PublicKey, type AccountInfo, type Connection } from '@solana/web3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Chain, type AccountChange } from '../chain/chain'
import { USDC, WRAPPED_SOL } from '../amm/addresses'
import { MarketError } from './market-errors'
import { Market } from './market'
import { TOKEN_LIST } from './token-list'

const GENESIS = Keypair.fromSeed(new Uint8Array(32).fill(7)).publicKey.toBase58()

const open = (seed = 'seed') => {
  let now = 1_780_000_000_000
  const options = { slotMs: 400, genesisHash: GENESIS, now: () => now }
  const chain = Chain.create(options)
  const market = new Market({ chain, seed })
  market.start()
  const tick = (slots: number) => {
    for (let slot = 0; slot < slots; slot++) {
      now += 400
      chain.tick()
    }
  }
  return { chain, market, tick, options }
}

const prices = (market: Market) => market.rows().map((row) => row.priceUsd)
const symbolsOnce = ['SOL', 'BONK', 'WIF', 'JUP', 'TICKET', 'CRUMB', 'POPCAT', 'RENDER']

/** Lets spl-token read from the chain. */
const connectionTo = (chain: Chain) =>
  ({
    getAccountInfo: async (address: PublicKey): Promise<AccountInfo<Buffer> | null> => {
      const account = chain.getAccount(address.toBase58())
      if (!account) return null
      const { lamports, executable } = account
      return {
        ...{ lamports: Number(lamports), executable, rentEpoch: 0 },
        owner: new PublicKey(account.owner),
        data: Buffer.from(account.data),
      }
    },
  }) as unknown as Connection

describe('market', { timeout: 60_000 }, () => {
  it('opens every token with a mint and a pool that spl-token reads', async () => {
    const { chain, market } = open()
    const connection = connectionTo(chain)
    for (const spec of TOKEN_LIST) {
      const program = spec.tax ? TOKEN_2022_PROGRAM_ID : TOKEN_PROGRAM_ID
      const mint = await getMint(connection, new PublicKey(spec.mint), undefined, program)
      expect(getTransferFeeConfig(mint)?.olderTransferFee.transferFeeBasisPoints).toBe(spec.tax?.bps)
      expect(mint.decimals).toBe(spec.decimals)
      expect(mint.mintAuthority !== null).toBe(spec.keepsMintAuthority)
      expect(mint.freezeAuthority !== null).toBe(spec.keepsFreezeAuthority)
      const pool = market.amm.poolOf(spec.mint)
      if (spec.mint === USDC) continue
      if (!pool) throw new Error(`${spec.symbol} has no pool`)
      const vault = await getAccount(connection, new PublicKey(pool.vault), undefined, program)
      const usdcVault = await getAccount(connection, new PublicKey(pool.usdcVault))
      expect({ token: vault.amount, usdc: usdcVault.amount }).toEqual(market.amm.reserves(pool))
      expect(vault.isNative).toBe(spec.mint === WRAPPED_SOL)
    }
  })

  it('promises what outsiders test against of the five main tokens', () => {
    const { market } = open()
    const facts = market.all()
    for (const symbol of ['SOL', 'USDC', 'BONK', 'WIF', 'JUP']) {
      const found = facts.filter((token) => token.symbol === symbol)
      expect(found).toHaveLength(1)
      const [token] = found
      if (!token) throw new Error(symbol)
      expect(token.verified).toBe(true)
      expect(token.liquidityUsd).toBeGreaterThanOrEqual(1_000_000)
      expect(Date.now() - token.createdAt).toBeGreaterThan(30 * 86_400_000)
      expect([token.mintAuthority, token.freezeAuthority]).toEqual([null, null])
      const { buyVolume, sellVolume } = token.stats['24h']
      expect(buyVolume + sellVolume).toBeGreaterThan(1_000_000)
    }
    expect(facts.filter((token) => token.symbol === 'TWIN')).toHaveLength(2)
    expect(new Set(facts.map((token) => token.mint)).size).toBe(facts.length)
    expect([0, 5, 6, 8, 9].every((decimals) => facts.some((token) => token.decimals === decimals))).toBe(true)
  })

  it('puts a pool on the asked price within a millionth, with both vaults told in one slot', () => {
    const { chain, market } = open()
    market.steer({ frozen: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...symbolsOnce),
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        (symbol, log) => {
          const spec = market.resolve(symbol)
          const priceUsd = spec.priceUsd * Math.exp(log)
          const changes: AccountChange[] = []
          const listen = (change: AccountChange) => changes.push(change)
          chain.on('account', listen)
          market.setPrice(symbol, { priceUsd })
          chain.off('account', listen)
          const pool = market.amm.poolOf(spec.mint)
          expect(changes.map((change) => change.address)).toEqual([pool?.vault, pool?.usdcVault])
          expect(new Set(changes.map((change) => change.slot)).size).toBe(1)
          expect(Math.abs((market.byMint(spec.mint)?.priceUsd ?? 0) / priceUsd - 1)).toBeLessThan(1e-6)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('changes by percent and sets the liquidity', () => {
    const { market } = open()
    market.steer({ frozen: true })
    const before = market.byMint(market.resolve('BONK').mint)?.priceUsd ?? 0
    market.setPrice('BONK', { changePct: 25 })
    market.setPrice('bonk', { liquidityUsd: 2_000_000 })
    const after = market.byMint(market.resolve('BONK').mint)
    expect((after?.priceUsd ?? 0) / before).toBeCloseTo(1.25, 6)
    expect(after?.liquidityUsd).toBeCloseTo(2_000_000, 0)
  })

  it('stands still when frozen, and pulls a disturbed pool back by half in a half-life', () => {
    const { market, tick } = open()
    market.steer({ frozen: true, halfLifeMs: 4_000 })
    tick(200)
    const still = prices(market)
    tick(5)
    expect(prices(market)).toEqual(still)
    const { mint, decimals } = market.resolve('WIF')
    const pool = market.amm.poolOf(mint)
    if (!pool) throw new Error('no pool')
    const { token, usdc } = market.amm.reserves(pool)
    const rest = Number(usdc) / Number(token)
    market.amm.setReserves(pool, { token: (token * 10n) / 11n, usdc: (usdc * 11n) / 10n })
    const distance = () => Math.log((market.byMint(mint)?.priceUsd ?? 0) / (rest * 10 ** (decimals - 6)))
    const start = distance()
    tick(10)
    expect(distance() / start).toBeCloseTo(0.5, 2)
    tick(200)
    expect(Math.abs(distance())).toBeLessThan(1e-5)
  })

  it('keeps the product of the reserves while prices move', () => {
    const { market, tick } = open()
    const products = () =>
      market.amm.pools().map((pool) => {
        const { token, usdc } = market.amm.reserves(pool)
        return Number(token) * Number(usdc)
      })
    const before = products()
    tick(300)
    products().forEach((product, index) => expect(product / (before[index] ?? 0)).toBeCloseTo(1, 3))
  })

  it('walks the same way for the same seed, whatever is traded, and another way for another', () => {
    const [one, two, other] = [open(), open(), open('other')]
    for (const { market, tick } of [one, two, other]) {
      if (market === two.market) market.setPrice('JUP', { liquidityUsd: 3_000_000 })
      tick(50)
    }
    const bonk = ({ market }: typeof one) => market.byMint(market.resolve('BONK').mint)?.priceUsd
    expect(bonk(one)).toBe(bonk(two))
    expect(bonk(one)).not.toBe(bonk(other))
    expect(prices(one.market)).not.toEqual(prices(open().market))
  })

  it('continues after a restart as if nothing had happened', () => {
    const { chain, market, tick, options } = open()
    market.setPrice('WIF', { changePct: -12 })
    market.steer({ halfLifeMs: 9_000, speed: 2 })
    tick(200)
    const saved = JSON.parse(JSON.stringify(market.snapshot()))
    const chainAgain = Chain.restore(chain.snapshot(), options)
    const again = new Market({ chain: chainAgain, seed: 'ignored', saved })
    again.start()
    expect(again.settings()).toEqual(market.settings())
    expect(again.all()).toEqual(market.all())
    tick(160)
    for (let slot = 0; slot < 160; slot++) chainAgain.tick()
    expect(prices(again)).toEqual(prices(market))
    const { mint } = market.resolve('WIF')
    const closes = (of: Market) => of.candles(mint, 0, Infinity).map((candle) => candle.time)
    expect(closes(again)).toEqual(closes(market))
  })

  it('hands out SOL and USDC in transactions that landed', () => {
    const { chain, market } = open()
    const wallet = Keypair.generate().publicKey.toBase58()
    const landed = market.airdrop(wallet, { lamports: 10n ** 10n, usdc: 10n ** 10n })
    market.airdrop(wallet, { lamports: 10n ** 10n, usdc: 10n ** 10n })
    expect(landed?.err).toBeNull()
    expect(chain.getAccount(wallet)?.lamports).toBe(2n * 10n ** 10n)
    expect(chain.tokenAccountsOf(wallet).map(({ mint, amount }) => ({ mint, amount }))).toEqual([
      { mint: USDC, amount: 2n * 10n ** 10n },
    ])
    expect(chain.signaturesFor(wallet)).toHaveLength(2)
  })

  it('moves tokens behind their owner’s back, with a record, and no more than there are', () => {
    const { chain, market } = open()
    const [from, to] = [Keypair.generate(), Keypair.generate()].map((pair) => pair.publicKey.toBase58())
    if (!from || !to) throw new Error('no wallets')
    market.airdrop(from, { lamports: 10n ** 9n, usdc: 1_000n })
    const landed = market.transferTokens(from, to, 'USDC', 400n)
    expect(landed.err).toBeNull()
    const held = (owner: string) => chain.tokenAccountsOf(owner).map((account) => account.amount)
    expect([held(from), held(to)]).toEqual([[600n], [400n]])
    const source = getAssociatedTokenAddressSync(new PublicKey(USDC), new PublicKey(from)).toBase58()
    expect(chain.signaturesFor(source)).toContain(landed.signature)
    expect(() => market.transferTokens(from, to, USDC, 601n)).toThrow(MarketError)
    market.transferTokens(from, to, 'SOL', 10n ** 8n)
    expect(chain.getAccount(from)?.lamports).toBe(9n * 10n ** 8n)
    expect(chain.getAccount(to)?.lamports).toBe(10n ** 8n)
  })

  it('says what is wrong with a request', () => {
    const { market } = open()
    const messageOf = (action: () => unknown): string => {
      try {
        action()
      } catch (error) {
        if (error instanceof MarketError) return error.message
        throw error
      }
      throw new Error('nothing was refused')
    }
    expect(messageOf(() => market.resolve('TWIN'))).toContain('name the mint')
    expect(messageOf(() => market.resolve('NOPE'))).toContain('NOPE')
    expect(messageOf(() => market.setPrice('USDC', { priceUsd: 2 }))).toContain('USDC')
    expect(messageOf(() => market.setPrice('BONK', { priceUsd: 0 }))).toContain('above 0')
    expect(messageOf(() => market.setPrice('BONK', { priceUsd: 1e300 }))).toContain('cannot hold')
    expect(messageOf(() => market.setPrice('BONK', { changePct: -100 }))).toContain('above -100')
    expect(messageOf(() => market.setPrice('BONK', { priceUsd: 1, changePct: 1 }))).toContain('not both')
    expect(messageOf(() => market.steer({ speed: 0 }))).toContain('speed')
  })
})
