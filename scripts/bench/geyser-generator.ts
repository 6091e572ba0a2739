import { createServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import bs58 from 'bs58'
import { SubscribeUpdate } from '@/lib/adapters/yellowstone/messages'
import { benchPools, DEPTH, FIRST_SLOT, firstAccounts } from './geyser-pools'

/** Messages of accounts a second, for so long. */
export type Load = { rate: number; seconds: number }
/** `sent`: messages of accounts. `mostUnsentBytes`: what the client had not taken, at its worst. */
export type LoadResult = { sent: number; tookMs: number; mostUnsentBytes: number; cpuPct: number }

const TURN_MS = 2
const SLOT_MS = 400
const WRITE_BYTES = 64 * 1024
const AMOUNT_AT = 64
/** Swaps walk up and down within this part of the pool, so that no plan fires. */
const SWING = 0.01

const accounts = firstAccounts()
const vaults = benchPools.map(({ vaults: pair }) =>
  pair.map((address) => {
    const { data, owner } = accounts.get(address)!
    return { pubkey: bs58.decode(address), owner: bs58.decode(owner), data }
  }),
)
const swung = new Float64Array(benchPools.length)
let slot = FIRST_SLOT + 1n
let version = 1
let stream: ServerHttp2Stream | null = null
let waiting: Uint8Array[] = []
let waitingBytes = 0

/** Many messages go out in one write: one write a message would be the generator's limit, not the client's. */
const flush = (): void => {
  if (!stream || waitingBytes === 0) return
  const chunk = Buffer.allocUnsafe(waitingBytes)
  let at = 0
  for (const message of waiting) {
    chunk[at] = 0
    chunk.writeUInt32BE(message.length, at + 1)
    chunk.set(message, at + 5)
    at += 5 + message.length
  }
  waiting = []
  waitingBytes = 0
  stream.write(chunk)
}

const send = (update: Partial<SubscribeUpdate>): void => {
  const message = SubscribeUpdate.encode({ filters: ['watched'], createdAt: undefined, ...update }).finish()
  waiting.push(message)
  waitingBytes += message.length + 5
  if (waitingBytes >= WRITE_BYTES) flush()
}

/** One swap: both vaults of a pool, the product of their amounts unchanged. The lamports say when it was written. */
const swap = (): void => {
  const number = Math.floor(Math.random() * vaults.length)
  const next = swung[number]! + (Math.random() - 0.5) * SWING * 0.2
  swung[number] = Math.max(-SWING, Math.min(SWING, next))
  const base = Number(DEPTH) * (1 + swung[number])
  const amounts = [base, Number(DEPTH) ** 2 / base]
  vaults[number]!.forEach((vault, side) => {
    new DataView(vault.data.buffer).setBigUint64(AMOUNT_AT, BigInt(Math.round(amounts[side]!)), true)
    version += 1
    send({
      account: {
        slot: String(slot),
        isStartup: false,
        account: {
          ...vault,
          lamports: String(process.hrtime.bigint()),
          executable: false,
          rentEpoch: '18446744073709551615',
          writeVersion: String(version),
          txnSignature: SIGNATURE,
        },
      },
    })
  })
}
const SIGNATURE = new Uint8Array(64).fill(7)

const nextSlot = (): void => {
  send({ filters: ['slots'], slot: { slot: String(slot), parent: String(slot - 1n), status: 0 } })
  slot += 1n
}

const run = ({ rate, seconds }: Load): Promise<LoadResult> =>
  new Promise((resolve) => {
    const started = performance.now()
    const cpu = process.cpuUsage()
    let sent = 0
    let mostUnsentBytes = 0
    const timer = setInterval(() => {
      const tookMs = performance.now() - started
      const due = Math.min(tookMs, seconds * 1_000) * (rate / 1_000)
      for (; sent < due; sent += 2) swap()
      flush()
      mostUnsentBytes = Math.max(mostUnsentBytes, stream?.writableLength ?? 0)
      if (tookMs < seconds * 1_000) return
      clearInterval(timer)
      const { user, system } = process.cpuUsage(cpu)
      resolve({ sent, tookMs, mostUnsentBytes, cpuPct: Math.round((user + system) / 10 / tookMs) })
    }, TURN_MS)
  })

const server = createServer()
server.on('stream', (opened) => {
  opened.respond({ ':status': 200, 'content-type': 'application/grpc' })
  opened.on('error', () => opened.destroy())
  opened.on('data', () => {})
  opened.on('close', () => {
    if (stream === opened) stream = null
  })
  stream = opened
})
setInterval(() => {
  nextSlot()
  flush()
}, SLOT_MS)
process.on('message', (load: Load) => void run(load).then((result) => process.send!(result)))
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
