/** Every way in which the sandbox can be told to misbehave. Not each kind makes sense for each target. */
export const FAULT_KINDS = [
  'down',
  'error',
  'rate_limit',
  'slow',
  'malformed',
  'hang',
  'error_after_effect',
  'drop_transactions',
  'hide_status',
  'lag_slots',
  'silent',
  'disconnect',
  'bad_tick',
  'omit_price',
  'freeze_token',
  'stale_blockhash',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Those that answer on the `/rpc/<name>` paths; a fault on `chain` holds for all of them. */
export const RPC_TARGETS = ['helius', 'quicknode', 'alchemy', 'triton', 'public'] as const

/**
 * `value` is the kind's own parameter (HTTP status, milliseconds, slots, price factor, mint).
 * `count` is how many more times it strikes; without it the fault holds until removed or until `forMs`
 * milliseconds after `createdAt` (Unix milliseconds). `path` limits it to that prefix of the vendor's own path, `mint`
 * to one token where the kind is about prices read from accounts.
 */
export type Fault = {
  id: string
  target: string
  kind: FaultKind
  value?: number | string
  count?: number
  forMs?: number
  path?: string
  mint?: string | undefined
  createdAt: number
}

export type FaultInput = Omit<Fault, 'id' | 'createdAt'>

export class FaultBoard {
  private faults: Fault[] = []
  private nextId = 1
  private readonly ended = new Set<string>()

  constructor(private readonly now: () => number = Date.now) {}

  add(input: FaultInput): Fault {
    const fault: Fault = { ...input, id: `fault-${this.nextId++}`, createdAt: this.now() }
    this.faults.push(fault)
    return fault
  }

  /** The faults still in force, oldest first. */
  list(): Fault[] {
    this.forgetExpired()
    return this.faults.map((fault) => ({ ...fault }))
  }

  /** Ends one before its time, and with it whatever it still does to what it struck. */
  remove(id: string): boolean {
    const wasOn = this.drop(id)
    if (wasOn) this.ended.add(id)
    return wasOn
  }

  wasRemoved(id: string): boolean {
    return this.ended.has(id)
  }

  clear(): void {
    this.faults = []
  }

  /** The first matching fault in force, or null. Does not use up a counted fault. */
  active(target: string, kind: FaultKind, path?: string): Fault | null {
    // Asked a dozen times for each request.
    if (this.faults.length === 0) return null
    this.forgetExpired()
    return this.faults.find((fault) => matches(fault, target, kind, path)) ?? null
  }

  /** As `active`, and uses up one of `count` where the fault is counted. */
  take(target: string, kind: FaultKind, path?: string): Fault | null {
    const fault = this.active(target, kind, path)
    if (!fault || fault.count === undefined) return fault
    fault.count -= 1
    if (fault.count <= 0) this.drop(fault.id)
    return fault
  }

  private drop(id: string): boolean {
    const before = this.faults.length
    this.faults = this.faults.filter((fault) => fault.id !== id)
    return this.faults.length < before
  }

  private forgetExpired(): void {
    const now = this.now()
    this.faults = this.faults.filter((f) => f.forMs === undefined || now < f.createdAt + f.forMs)
  }
}

function matches(fault: Fault, target: string, kind: FaultKind, path: string | undefined): boolean {
  if (fault.kind !== kind) return false
  const chainWide = fault.target === 'chain' && (RPC_TARGETS as readonly string[]).includes(target)
  if (fault.target !== target && !chainWide) return false
  return fault.path === undefined || (path !== undefined && path.startsWith(fault.path))
}
