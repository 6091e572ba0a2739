/** A small assembler for sBPF version 0, the bytecode of Solana programs. See `elf.ts` for the file around it. */

export type Register = 'r0' | 'r1' | 'r2' | 'r3' | 'r4' | 'r5' | 'r6' | 'r7' | 'r8' | 'r9' | 'r10'
export type Operand = Register | number
export type Size = 1 | 2 | 4 | 8

const arithmetic = {
  add: 0x07,
  sub: 0x17,
  mul: 0x27,
  or: 0x47,
  and: 0x57,
  lsh: 0x67,
  rsh: 0x77,
  mov: 0xb7,
} as const
const comparison = { '==': 0x15, '>': 0x25, '>=': 0x35, '!=': 0x55, '<': 0xa5, '<=': 0xb5 } as const
const sizeBits: Record<Size, number> = { 4: 0x00, 2: 0x08, 1: 0x10, 8: 0x18 }
const LOAD = 0x61
const STORE_IMMEDIATE = 0x62
const STORE_REGISTER = 0x63
const LOAD_CONSTANT = 0x18
const JUMP = 0x05
const CALL = 0x85
const EXIT = 0x95
/** Turns an operation's immediate form into its register form. */
const FROM_REGISTER = 0x08

type Instruction = {
  op: number
  dst: number
  src: number
  offset: number
  imm: number
  jumpTo?: string
  callTo?: string
}

/** `calls` are the syscalls: the loader writes the hash of the name into the instruction at that index. */
export type ObjectCode = {
  text: Buffer
  readOnly: Buffer
  readOnlyAddresses: { instruction: number; offset: number }[]
  calls: { instruction: number; name: string }[]
}

const numberOf = (register: Register): number => Number(register.slice(1))

export class Assembler {
  private readonly code: Instruction[] = []
  private readonly labels = new Map<string, number>()
  private readonly calls: ObjectCode['calls'] = []
  private readonly readOnlyAddresses: ObjectCode['readOnlyAddresses'] = []
  private readOnly = Buffer.alloc(0)

  label(name: string): void {
    if (this.labels.has(name)) throw new Error(`label ${name} is defined twice`)
    this.labels.set(name, this.code.length)
  }

  math(kind: keyof typeof arithmetic, dst: Register, value: Operand): void {
    this.emit(arithmetic[kind], dst, value)
  }

  move(dst: Register, value: Operand): void {
    this.math('mov', dst, value)
  }

  constant(dst: Register, value: bigint): void {
    const bits = BigInt.asUintN(64, value)
    this.push({
      op: LOAD_CONSTANT,
      dst: numberOf(dst),
      src: 0,
      offset: 0,
      imm: Number(BigInt.asIntN(32, bits)),
    })
    this.push({ op: 0, dst: 0, src: 0, offset: 0, imm: Number(BigInt.asIntN(32, bits >> 32n)) })
  }

  /** Loads the address of read-only bytes. */
  bytes(dst: Register, data: Uint8Array): void {
    this.readOnlyAddresses.push({ instruction: this.code.length, offset: this.readOnly.length })
    this.readOnly = Buffer.concat([this.readOnly, data])
    this.constant(dst, 0n)
  }

  load(size: Size, dst: Register, base: Register, offset: number): void {
    this.push({
      op: LOAD | sizeBits[size],
      dst: numberOf(dst),
      src: numberOf(base),
      offset,
      imm: 0,
    })
  }

  store(size: Size, base: Register, offset: number, value: Operand): void {
    const dst = numberOf(base)
    if (typeof value === 'number')
      this.push({ op: STORE_IMMEDIATE | sizeBits[size], dst, src: 0, offset, imm: value })
    else this.push({ op: STORE_REGISTER | sizeBits[size], dst, src: numberOf(value), offset, imm: 0 })
  }

  jump(label: string): void {
    this.push({ op: JUMP, dst: 0, src: 0, offset: 0, imm: 0, jumpTo: label })
  }

  jumpIf(left: Register, test: keyof typeof comparison, right: Operand, label: string): void {
    this.emit(comparison[test], left, right, label)
  }

  /** Calls a routine of this program; arguments in r1 to r5, result in r0, r6 to r9 survive. */
  call(label: string): void {
    this.push({ op: CALL, dst: 0, src: 1, offset: 0, imm: 0, callTo: label })
  }

  syscall(name: string): void {
    this.calls.push({ instruction: this.code.length, name })
    this.push({ op: CALL, dst: 0, src: 0, offset: 0, imm: -1 })
  }

  exit(): void {
    this.push({ op: EXIT, dst: 0, src: 0, offset: 0, imm: 0 })
  }

  assemble(): ObjectCode {
    const text = Buffer.concat(this.code.map((instruction, index) => this.encode(instruction, index)))
    return { text, readOnly: this.readOnly, readOnlyAddresses: this.readOnlyAddresses, calls: this.calls }
  }

  private emit(op: number, dst: Register, value: Operand, jumpTo?: string): void {
    if (typeof value === 'number')
      this.push({ op, dst: numberOf(dst), src: 0, offset: 0, imm: value, jumpTo })
    else
      this.push({
        op: op | FROM_REGISTER,
        dst: numberOf(dst),
        src: numberOf(value),
        offset: 0,
        imm: 0,
        jumpTo,
      })
  }

  private push(instruction: Instruction): void {
    this.code.push(instruction)
  }

  private distance(label: string, from: number): number {
    const target = this.labels.get(label)
    if (target === undefined) throw new Error(`label ${label} is not defined`)
    return target - from - 1
  }

  private encode(instruction: Instruction, index: number): Buffer {
    const { op, dst, src, jumpTo, callTo } = instruction
    const bytes = Buffer.alloc(8)
    bytes[0] = op
    bytes[1] = (src << 4) | dst
    bytes.writeInt16LE(jumpTo === undefined ? instruction.offset : this.distance(jumpTo, index), 2)
    bytes.writeInt32LE(callTo === undefined ? instruction.imm : this.distance(callTo, index), 4)
    return bytes
  }
}
