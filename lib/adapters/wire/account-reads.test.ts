import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { createAccountReads } from './account-reads'

const update = (address: string, slot: bigint): AccountUpdate => ({
  address,
  owner: 'owner',
  data: new Uint8Array(),
  lamports: 1n,
  slot,
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const open = (answer: (addresses: readonly string[]) => AccountUpdate[], atLeast = 0n) => {
  const asked: { addresses: string[]; atLeast: bigint | undefined }[] = []
  const delivered: AccountUpdate[] = []
  const watched = new Set(['a', 'b', 'c'])
  const reads = createAccountReads({
    reader: {
      accounts: async (addresses, how) => {
        asked.push({ addresses: [...addresses], atLeast: how?.atLeast })
        return new Map(answer(addresses).map((account) => [account.address, account]))
      },
    },
    logger: { warn: () => {} },
    isWatched: (address) => watched.has(address),
    deliver: (account) => delivered.push(account),
    atLeast: () => atLeast,
  })
  return { reads, asked, delivered, watched }
}

describe('reads beside a stream', () => {
  it('gathers what is asked for soon, once each, and leaves out what nobody watches', async () => {
    const { reads, asked, delivered, watched } = open((addresses) => addresses.map((one) => update(one, 5n)))
    reads.soon(['a', 'b'], 20)
    reads.soon(['b', 'c', 'x'], 20)
    watched.delete('c')
    await vi.advanceTimersByTimeAsync(20)
    expect(asked).toEqual([{ addresses: ['a', 'b'], atLeast: 0n }])
    expect(delivered).toHaveLength(2)
  })

  it('reads again, until a node has come as far as the stream was, and no further', async () => {
    let slot = 7n
    const { reads, asked, delivered } = open(([address]) => [update(address!, slot)], 9n)
    await reads.now(['a'])
    expect(delivered.map((one) => one.slot)).toEqual([7n])
    slot = 9n
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toEqual([
      { addresses: ['a'], atLeast: 9n },
      { addresses: ['a'], atLeast: 9n },
    ])
    expect(delivered.map((one) => one.slot)).toEqual([7n, 9n])
  })

  it('tries again after a failure, and never after it is closed', async () => {
    let fails = true
    const { reads, asked, delivered } = open(([address]) => {
      if (fails) throw new Error('no node')
      return [update(address!, 1n)]
    })
    await reads.now(['a'])
    fails = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(delivered).toHaveLength(1)
    reads.soon(['b'], 100)
    reads.close()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
  })
})
