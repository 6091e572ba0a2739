import type { ObjectCode } from './assembler'

const FILE_HEADER = 64
const PROGRAM_HEADER = 56
const SECTION_HEADER = 64
const INSTRUCTION = 8
/** Where the virtual machine maps a program's own bytes (anza-xyz/sbpf, ebpf.rs). */
const PROGRAM_REGION = 0x1_0000_0000n
const R_BPF_64_32 = 10n
const DT_SYMTAB = 6n
const DT_REL = 17n
const DT_RELSZ = 18n
const DT_RELENT = 19n
const SHT = { progbits: 1, strtab: 3, dynamic: 6, rel: 9, dynsym: 11 } as const

type Section = { name: string; type: number; flags: number; data: Buffer; offset: number }

const words = (...values: bigint[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 8)
  values.forEach((value, index) => bytes.writeBigUInt64LE(value, index * 8))
  return bytes
}

const strings = (names: string[]): { data: Buffer; offsetOf: (name: string) => number } => {
  const joined = ['', ...names].map((name) => `${name}\0`).join('')
  return { data: Buffer.from(joined), offsetOf: (name) => joined.indexOf(`\0${name}\0`) + 1 }
}

const align = (offset: number): number => Math.ceil(offset / 8) * 8

/**
 * Writes a shared object that the Solana program loader accepts: sBPF version 0, syscalls bound by dynamic
 * relocations (R_BPF_64_32). Every section's address equals its file offset, as the loader demands.
 */
export const writeElf = (code: ObjectCode): Buffer => {
  const syscalls = [...new Set(code.calls.map((call) => call.name))]
  const symbolNames = strings(syscalls)
  const text = Buffer.from(code.text)
  const textOffset = FILE_HEADER + PROGRAM_HEADER
  const readOnlyOffset = align(textOffset + text.length)
  for (const { instruction, offset } of code.readOnlyAddresses) {
    const address = PROGRAM_REGION + BigInt(readOnlyOffset + offset)
    text.writeUInt32LE(Number(address & 0xffff_ffffn), instruction * INSTRUCTION + 4)
    text.writeUInt32LE(Number(address >> 32n), (instruction + 1) * INSTRUCTION + 4)
  }
  const symbols = Buffer.alloc((syscalls.length + 1) * 24)
  syscalls.forEach((name, index) => {
    symbols.writeUInt32LE(symbolNames.offsetOf(name), (index + 1) * 24)
    symbols[(index + 1) * 24 + 4] = 0x10
  })
  const relocations = words(
    ...code.calls.flatMap((call) => [
      BigInt(textOffset + call.instruction * INSTRUCTION),
      (BigInt(syscalls.indexOf(call.name) + 1) << 32n) | R_BPF_64_32,
    ]),
  )
  const symbolsOffset = align(readOnlyOffset + code.readOnly.length)
  const symbolNamesOffset = symbolsOffset + symbols.length
  const relocationsOffset = align(symbolNamesOffset + symbolNames.data.length)
  const dynamicOffset = relocationsOffset + relocations.length
  const dynamic = words(
    ...[DT_SYMTAB, BigInt(symbolsOffset)],
    ...[DT_REL, BigInt(relocationsOffset)],
    ...[DT_RELSZ, BigInt(relocations.length)],
    ...[DT_RELENT, 16n],
    ...[0n, 0n],
  )
  const sectionNames = strings([
    '.text',
    '.rodata',
    '.dynsym',
    '.dynstr',
    '.rel.dyn',
    '.dynamic',
    '.shstrtab',
  ])
  const namesOffset = dynamicOffset + dynamic.length
  const sections: Section[] = [
    { name: '.text', type: SHT.progbits, flags: 6, data: text, offset: textOffset },
    { name: '.rodata', type: SHT.progbits, flags: 2, data: code.readOnly, offset: readOnlyOffset },
    { name: '.dynsym', type: SHT.dynsym, flags: 2, data: symbols, offset: symbolsOffset },
    { name: '.dynstr', type: SHT.strtab, flags: 2, data: symbolNames.data, offset: symbolNamesOffset },
    { name: '.rel.dyn', type: SHT.rel, flags: 2, data: relocations, offset: relocationsOffset },
    { name: '.dynamic', type: SHT.dynamic, flags: 2, data: dynamic, offset: dynamicOffset },
    { name: '.shstrtab', type: SHT.strtab, flags: 0, data: sectionNames.data, offset: namesOffset },
  ]
  const headersOffset = align(namesOffset + sectionNames.data.length)
  const out = Buffer.alloc(headersOffset + (sections.length + 1) * SECTION_HEADER)
  writeFileHeader(out, { entry: textOffset, headersOffset, sections: sections.length + 1 })
  writeLoadSegment(out, namesOffset)
  sections.forEach((section, index) => {
    section.data.copy(out, section.offset)
    const nameOffset = sectionNames.offsetOf(section.name)
    writeSectionHeader(out, headersOffset + (index + 1) * SECTION_HEADER, section, nameOffset)
  })
  return out
}

const writeFileHeader = (
  out: Buffer,
  { entry, headersOffset, sections }: { entry: number; headersOffset: number; sections: number },
): void => {
  out.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
  out.writeUInt16LE(3, 16)
  out.writeUInt16LE(247, 18)
  out.writeUInt32LE(1, 20)
  words(BigInt(entry), BigInt(FILE_HEADER), BigInt(headersOffset)).copy(out, 24)
  ;[FILE_HEADER, PROGRAM_HEADER, 1, SECTION_HEADER, sections, sections - 1].forEach((value, index) =>
    out.writeUInt16LE(value, 52 + index * 2),
  )
}

const writeLoadSegment = (out: Buffer, size: number): void => {
  out.writeUInt32LE(1, FILE_HEADER)
  out.writeUInt32LE(5, FILE_HEADER + 4)
  words(0n, 0n, 0n, BigInt(size), BigInt(size), 4096n).copy(out, FILE_HEADER + 8)
}

const writeSectionHeader = (out: Buffer, at: number, section: Section, nameOffset: number): void => {
  out.writeUInt32LE(nameOffset, at)
  out.writeUInt32LE(section.type, at + 4)
  const offset = BigInt(section.offset)
  words(BigInt(section.flags), offset, offset, BigInt(section.data.length), 0n, 8n, 0n).copy(out, at + 8)
}
