import { pino } from 'pino'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type {
  AccountReader,
  AccountStream,
  AccountStreamHandlers,
  AccountUpdate,
} from '@/lib/ports/account-stream'
import type { PoolCodec } from '@/lib/ports/pool-codec'

export const silentLogger = pino({ level: 'silent' })

const PROGRAM = 'amm-program'
const reserveBytes = (amount: bigint): Uint8Array => {
  const data = new Uint8Array(8)
  new DataView(data.buffer).setBigUint64(0, amount, true)
  return data
}
const reserveOf = (account: AccountUpdate | undefined): bigint =>
  account ? new DataView(account.data.buffer).getBigUint64(0, true) : 0n

/** A pool account: whether it is closed, and by number which ticks are near its price, if it has any. */
const poolBytes = (closed: boolean, ticks: number): Uint8Array => Uint8Array.from([closed ? 1 : 0, ticks])
const ticksOf = (address: string, data: Uint8Array): string[] =>
  data[1] ? [`ticks${data[1]}:${address}`] : []

/** A chain of simple pools `pool:<mint>` with vaults `base:<mint>` and `quote:<mint>`, for tests of the feed; a second one of a mint is `pool2:`. */
export const createPoolWorld = () => {
  const accounts = new Map<string, AccountUpdate>()
  const quotes = new Map<string, string>()
  const listed = new Map<string, string[]>()
  const watched = new Set<string>()
  const timed = new Set<string>()
  let handlers: AccountStreamHandlers | undefined
  const state = { slot: 1n, readerDown: false, reads: 0, readMs: 0, needsTicks: false }
  const asked: Parameters<AccountReader['accounts']>[] = []

  const account = (address: string, data: Uint8Array, slot: bigint): AccountUpdate => {
    const update = { address, owner: PROGRAM, data, slot, lamports: 1n }
    accounts.set(address, update)
    return update
  }
  const deliver = (update: AccountUpdate): void => {
    if (watched.has(update.address)) handlers?.onAccount(update)
  }
  const codec: PoolCodec = {
    program: PROGRAM,
    layout: ({ address, data }) => {
      if (data[0] !== 0) return null
      const [pool, mint] = address.split(':') as [string, string]
      const vault = (side: string): string => `${side}${pool.slice('pool'.length)}:${mint}`
      return {
        address,
        program: PROGRAM,
        mints: [mint, quotes.get(mint)!],
        live: [vault('base'), vault('quote')],
        others: [address, ...ticksOf(address, data)],
        timed: timed.has(mint),
      }
    },
    stands: ({ others }, { address, data }) => data[0] === 0 && others[1] === ticksOf(address, data)[0],
    snapshot: ({ address, mints, live, others }, known, baseMint): PoolSnapshot | null => {
      if (state.needsTicks && others.some((each) => !known.has(each))) return null
      const [base, quote] = live.map((vault) => reserveOf(known.get(vault)))
      if (!base || !quote) return null
      return {
        address,
        kind: 'constant-product',
        baseMint,
        quoteMint: mints[1],
        baseDecimals: 0,
        quoteDecimals: 0,
        baseReserve: base,
        quoteReserve: quote,
        tradeFeeMillionths: 2500n,
      }
    },
  }
  const reader: AccountReader = {
    accounts: async (addresses, options) => {
      state.reads += 1
      asked.push([addresses, options])
      if (state.readMs > 0) await new Promise((resolve) => setTimeout(resolve, state.readMs))
      if (state.readerDown) throw new Error('no node answers')
      return new Map(
        addresses.flatMap((address) => (accounts.has(address) ? [[address, accounts.get(address)!]] : [])),
      )
    },
  }
  const stream: AccountStream = {
    source: 'websocket',
    start: (given) => (handlers = given),
    watch: async (addresses) => addresses.forEach((address) => watched.add(address)),
    unwatch: async (addresses) => addresses.forEach((address) => watched.delete(address)),
    close: async () => undefined,
  }
  return {
    state,
    stream,
    reader,
    watched,
    asked,
    codecs: new Map([[PROGRAM, codec]]),
    timed,
    addPool: (mint: string, base: bigint, quote: bigint, quoteMint = USDC_MINT, number: '' | '2' = '') => {
      quotes.set(mint, quoteMint)
      listed.set(mint, [...(listed.get(mint) ?? []), `pool${number}:${mint}`])
      account(`pool${number}:${mint}`, poolBytes(false, 0), state.slot)
      account(`base${number}:${mint}`, reserveBytes(base), state.slot)
      account(`quote${number}:${mint}`, reserveBytes(quote), state.slot)
    },
    pools: {
      topPools: async (mints: readonly string[]) =>
        new Map([...listed].filter(([mint]) => mints.includes(mint))),
    },
    /** The directory's order, deepest first. */
    rankPools: (mint: string, ...pools: string[]) => void listed.set(mint, pools),
    /** Changes one vault at a slot and delivers it, as the chain does. */
    setReserve: (side: 'base' | 'quote', mint: string, amount: bigint, slot: bigint) =>
      deliver(account(`${side}:${mint}`, reserveBytes(amount), slot)),
    /** Closes a pool for swaps, or moves it among its ticks. */
    setPool: (mint: string, change: { closed?: boolean; ticks?: number }, slot: bigint) =>
      deliver(account(`pool:${mint}`, poolBytes(change.closed ?? false, change.ticks ?? 0), slot)),
    /** An account of ticks that a node has now, and that the stream tells nobody about. */
    addTicks: (mint: string, ticks: number, slot: bigint) => {
      account(`ticks${ticks}:pool:${mint}`, new Uint8Array(), slot)
    },
    /** Changes a vault that the stream tells nobody about. */
    setSilently: (side: 'base' | 'quote', mint: string, amount: bigint, slot: bigint) => {
      account(`${side}:${mint}`, reserveBytes(amount), slot)
    },
    slot: (slot: bigint) => {
      state.slot = slot
      handlers?.onSlot(slot)
    },
  }
}
