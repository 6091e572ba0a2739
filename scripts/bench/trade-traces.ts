import bs58 from 'bs58'
import { preparingWith } from '../drills/preparing-with'
import type { BenchWorld } from './bench-world'

type Wait = { from: number; to: number }
export type TradeTrace = { takenUp: number; waits: Wait[]; sent: number }

/** The first signature stands behind the one byte that counts them. */
const signatureOf = (signed: Uint8Array): string => bs58.encode(signed.subarray(1, 65))

const textOf = (transaction: Uint8Array): string => Buffer.from(transaction).toString('base64')

/**
 * Notes when each trade passes the seams between services and adapters, and while it waits there for a venue or a
 * node. A wallet has one trade under way at a time, so the wallet names it.
 */
export const traceTrades = async (world: BenchWorld) => {
  const open = new Map<string, TradeTrace>()
  const done = new Map<string, TradeTrace>()
  const walletOf = new Map<string, string>()
  const waiting = async <T>({ waits }: TradeTrace, answer: () => Promise<T>): Promise<T> => {
    const from = performance.now()
    try {
      return await answer()
    } finally {
      waits.push({ from, to: performance.now() })
    }
  }
  await world.startTrading((deps) => ({
    ...deps,
    router: preparingWith(deps.router, async ({ wallet, priority }, usual) => {
      if (priority !== 'entry') return usual()
      const trace: TradeTrace = open.get(wallet) ?? { takenUp: performance.now(), waits: [], sent: 0 }
      open.set(wallet, trace)
      const prepared = await waiting(trace, usual)
      walletOf.set(textOf(prepared.transaction), wallet)
      return prepared
    }),
    chain: {
      ...deps.chain,
      simulate: (transaction, watch, options) => {
        const simulate = () => deps.chain.simulate(transaction, watch, options)
        const trace = open.get(walletOf.get(textOf(transaction)) ?? '')
        return trace ? waiting(trace, simulate) : simulate()
      },
    },
    signer: {
      sign: async (wallet, transaction) => {
        const signed = await deps.signer.sign(wallet, transaction)
        walletOf.set(signed.signature, wallet.address)
        return signed
      },
    },
    sender: {
      send: (signed) => {
        const wallet = walletOf.get(signatureOf(signed))
        const trace = wallet === undefined ? undefined : open.get(wallet)
        if (trace) {
          trace.sent = performance.now()
          open.delete(wallet!)
          done.set(wallet!, trace)
        }
        return deps.sender.send(signed)
      },
    },
  }))
  return {
    /** The trade of this wallet that was sent last; forgotten with it. */
    take: (wallet: string): TradeTrace | undefined => {
      const trace = done.get(wallet)
      done.delete(wallet)
      return trace
    },
  }
}

/** Milliseconds in which at least one answer was waited for. */
export const waitedMs = ({ waits }: TradeTrace): number => {
  let [total, until] = [0, -Infinity]
  for (const { from, to } of [...waits].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return total
}
