import bs58 from 'bs58'
import { preparingWith } from '../drills/preparing-with'
import type { BenchWorld } from './bench-world'

/** What happens to an exit, in order; each stage ends with the moment it is named after. */
export const STAGES = [
  'noticed',
  'confirmed by a second node',
  'begun as an order',
  'taken up',
  'quoted and built',
  'checked and simulated',
  'signed, stored and sent',
] as const
type Moment = (typeof STAGES)[number]

/** The first signature stands behind the one byte that counts them. */
const signatureOf = (signed: Uint8Array): string => bs58.encode(signed.subarray(1, 65))

/** Notes when each exit passes the seams between services and adapters; changes nothing of what passes. */
export const traceExits = ({ parts, startTrading }: BenchWorld) => {
  const moments = new Map<string, Map<Moment, number>>()
  const bySignature = new Map<string, string>()
  let movedPct = new Map<string, number>()
  let unsent = 0
  let onAllSent = () => {}

  const note = (key: string, moment: Moment): void => {
    const own = moments.get(key) ?? new Map<Moment, number>()
    if (!own.has(moment)) moments.set(key, own.set(moment, performance.now()))
  }
  const keyOf = (wallet: string, mint: string): string => `${wallet} ${mint}`

  parts.feed.onTick((tick) => {
    const before = movedPct.get(tick.mint)
    if (before !== undefined && Math.abs(tick.priceUsd.toNumber() / before - 1) > 0.05)
      note(tick.mint, 'noticed')
  })
  const { readAgain } = parts.feed
  parts.feed.readAgain = async (mint) => {
    const tick = await readAgain(mint)
    if (moments.get(mint)?.has('noticed')) note(mint, 'confirmed by a second node')
    return tick
  }
  const start = () =>
    startTrading((deps) => ({
      ...deps,
      router: preparingWith(deps.router, async ({ wallet, inputMint }, usual) => {
        const key = keyOf(wallet, inputMint)
        note(key, 'taken up')
        const prepared = await usual()
        note(key, 'quoted and built')
        return prepared
      }),
      chain: {
        ...deps.chain,
        simulate: async (transaction, watch, options) => {
          const simulation = await deps.chain.simulate(transaction, watch, options)
          note(keyOf(watch.wallet, watch.mints[0]!), 'checked and simulated')
          bySignature.set(Buffer.from(transaction).toString('base64'), keyOf(watch.wallet, watch.mints[0]!))
          return simulation
        },
      },
      signer: {
        sign: async (wallet, transaction) => {
          const signed = await deps.signer.sign(wallet, transaction)
          const key = bySignature.get(Buffer.from(transaction).toString('base64'))
          if (key) bySignature.set(signed.signature, key)
          return signed
        },
      },
      sender: {
        send: (signed) => {
          const key = bySignature.get(signatureOf(signed))
          if (key && !moments.get(key)?.has('signed, stored and sent')) {
            note(key, 'signed, stored and sent')
            unsent -= 1
            if (unsent === 0) onAllSent()
          }
          return deps.sender.send(signed)
        },
      },
    }))

  return {
    start,
    /** From here on; prices as they stand before the move, by mint. `allSent` is called when so many exits are out. */
    begin: (prices: ReadonlyMap<string, number>, exits: number, allSent: () => void): void => {
      unsent = exits
      onAllSent = allSent
      moments.clear()
      bySignature.clear()
      movedPct = new Map(prices)
    },
    /** Milliseconds since `moved` at which each stage ended; an order begins with the transaction that stores it. */
    of: (exit: { wallet: string; mint: string; createdAt: Date }, moved: number): number[] | null => {
      const [market, own] = [moments.get(exit.mint), moments.get(keyOf(exit.wallet, exit.mint))]
      const at = STAGES.map((stage) =>
        stage === 'begun as an order'
          ? exit.createdAt.getTime() - performance.timeOrigin
          : (own?.get(stage) ?? market?.get(stage)),
      )
      return at.some((moment) => moment === undefined) ? null : at.map((moment) => moment! - moved)
    },
  }
}
