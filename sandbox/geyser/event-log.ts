import type { Chain, Commitment } from '@/sandbox/chain/chain'
import { COMMITMENT_DEPTH } from '@/sandbox/chain/confirmation'
import { Maturing } from '@/sandbox/rpc/subscriptions/maturing'
import { encodeAccount, encodeBlock, encodeLanded, encodeSlot, encodeStatus } from './encode-events'
import { type GeyserEvent, type Level, once } from './geyser-events'

export type Told = { event: GeyserEvent; level: Level }
type Slot = { tip: bigint; told: Told[] }

/** A chain that is closed and opened hundreds of times a test must not fill the memory. */
const MOST_EVENTS = 60_000
const LEVELS = ['processed', 'confirmed', 'finalized'] as const

export type EventLogOptions = {
  keptSlots: bigint
  /** Slots by which everything is told late. */
  lag: () => bigint
  /** What is told of an account, asked once and only if somebody hears of it. */
  spoil: (address: string, account: NonNullable<ReturnType<Chain['getAccount']>>) => typeof account
  listener: (told: Told) => void
}

/** Everything that happened on the chain in the order in which subscribers hear of it, the last slots of it kept. */
export class EventLog {
  private readonly kept: Slot[] = []
  private readonly late: { emitted: bigint; tell: () => void }[] = []
  private readonly maturing = new Maturing<GeyserEvent & { slot: bigint }>((event, level) =>
    this.tell({ event, level }),
  )
  private count = 0
  private lastHash = ''
  private readonly ends: (() => void)[] = []
  /** Nothing ever happened on the chain that is not in here. */
  private complete: boolean

  constructor(
    private readonly chain: Chain,
    private readonly options: EventLogOptions,
  ) {
    this.complete = chain.blockhashes.at(0n).slot === chain.slot
    this.listen()
  }

  /** The oldest slot that can be asked for. */
  get firstAvailable(): bigint {
    return this.kept[0]?.tip ?? this.chain.slot
  }

  reaches(slot: bigint): boolean {
    return slot >= this.firstAvailable || this.complete
  }

  *since(slot: bigint): Iterable<Told> {
    for (const { tip, told } of this.kept)
      if (tip >= slot) yield* told.filter(({ event }) => event.slot >= slot)
  }

  close(): void {
    for (const end of this.ends) end()
  }

  private listen(): void {
    const { chain, options } = this
    const onAccount: Parameters<typeof chain.on<'account'>>[1] = (change) => {
      const told = once(() => change.account && options.spoil(change.address, change.account))
      const body = once(() => encodeAccount(change, told()))
      this.happened({ kind: 'account', slot: change.slot, change, told, body }, change.signature === null)
    }
    let place = 0
    const onTransaction: Parameters<typeof chain.on<'transaction'>>[1] = (landed) => {
      const index = place++
      const body = once(() => encodeLanded(landed, index))
      const status = once(() => encodeStatus(landed, index))
      this.happened({ kind: 'transaction', slot: landed.slot, landed, body, status })
    }
    const onSlot: Parameters<typeof chain.on<'slot'>>[1] = (block) => {
      place = 0
      const parentHash = this.lastHash
      this.lastHash = block.blockhash
      const tip = chain.slot
      for (const status of LEVELS) {
        const slot = status === 'processed' ? block.slot : tip - COMMITMENT_DEPTH[status]
        this.inTime(() => this.slotReached(slot, status))
      }
      const body = once(() => encodeBlock(block, parentHash))
      this.happened({ kind: 'block', slot: block.slot, block, body })
      this.inTime(() => this.maturing.release(tip))
      this.release()
      this.forget(tip)
    }
    chain.on('account', onAccount).on('transaction', onTransaction).on('slot', onSlot)
    this.ends.push(
      () => chain.off('account', onAccount),
      () => chain.off('transaction', onTransaction),
      () => chain.off('slot', onSlot),
    )
  }

  private slotReached(slot: bigint, status: Commitment): void {
    this.tell({
      event: { kind: 'slot', slot, status, body: once(() => encodeSlot(slot, status)) },
      level: 'any',
    })
  }

  private happened(event: GeyserEvent, atOnce = false): void {
    this.inTime(() => {
      if (atOnce) return this.tell({ event, level: 'any' })
      this.tell({ event, level: 'processed' })
      this.maturing.add(event)
    })
  }

  private inTime(tell: () => void): void {
    this.late.push({ emitted: this.chain.slot, tell })
    this.release()
  }

  private release(): void {
    const reached = this.chain.slot - this.options.lag()
    while (this.late.length > 0 && this.late[0]!.emitted <= reached) this.late.shift()!.tell()
  }

  private tell(told: Told): void {
    const tip = this.chain.slot
    const last = this.kept.at(-1)
    if (last?.tip === tip) last.told.push(told)
    else this.kept.push({ tip, told: [told] })
    this.count += 1
    this.options.listener(told)
  }

  private forget(tip: bigint): void {
    while (this.kept.length > 1) {
      const [oldest] = this.kept
      if (oldest!.tip >= tip - this.options.keptSlots && this.count <= MOST_EVENTS) return
      this.count -= oldest!.told.length
      this.kept.shift()
      this.complete = false
    }
  }
}
