import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { trackSignature } from './track-signature'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const sent = {
  signature: 'signature',
  transaction: new Uint8Array([1]),
  blockhash: 'blockhash',
  lastValidBlockHeight: 100n,
}
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Nodes that swear the transaction dead each time they are asked. */
const worldOfDeath = () => {
  const count = { surveys: 0, sends: 0 }
  const deps = {
    now: () => new Date(),
    pause,
    logger: { warn: () => {}, info: () => {} },
    sender: {
      send: async () => {
        count.sends += 1
        return { accepted: 1, errors: [] }
      },
    },
    chain: {
      onSignature: () => () => {},
      signatureStatus: async () => null,
      surveySignature: async () => {
        count.surveys += 1
        await pause(50)
        const unknownTo = ['one', 'two'].map((node) => ({ node, finalizedHeight: 101n }))
        return { status: null, knownTo: [], unknownTo }
      },
    },
  } as unknown as Parameters<typeof trackSignature>[0]
  return { deps, count }
}

describe('a death that is doubted', () => {
  it('is followed on at the usual pace, and believed once it is confirmed', async () => {
    const { deps, count } = worldOfDeath()
    const judged: string[][] = []
    let believed = false
    const handOver = vi.fn(async () => {})
    const tracked = trackSignature(
      deps,
      sent,
      {
        subject: {},
        onSending: async () => {},
        onUnknown: async () => {},
        handOver,
        confirmsDeath: async (witnesses) => {
          judged.push([...witnesses])
          return believed
        },
      },
      new AbortController().signal,
    )
    await vi.advanceTimersByTimeAsync(10_000)
    expect(judged[0]).toEqual(['one', 'two'])
    expect(judged.length).toBeGreaterThanOrEqual(3)
    expect(count.surveys).toBeLessThanOrEqual(6)
    expect(count.sends).toBeGreaterThanOrEqual(4)
    expect(handOver).toHaveBeenCalledTimes(1)
    believed = true
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await tracked).toEqual({ kind: 'dead', witnesses: ['one', 'two'] })
  })
})
