import { AUTHORITY_SEED, POOL_AUTHORITY_BUMP } from './addresses'
import { readAccountTable } from './account-table'
import { DAMM_SHAPE, DBC_SHAPE } from '../meteora/program-shape'
import { Assembler } from './assembler'
import { writeElf } from './elf'
import { MAX_HOPS, checkHop, payIn, swapHop } from './hop-code'
import { HOP_ACCOUNTS, ROUTE_ACCOUNTS, frame } from './program-layout'
import { meteoraSwapRoutine } from './meteora-hop'
import { transferRoutine } from './token-transfer'
import { multiplyDivide } from './wide-division'

/**
 * The program that stands at Jupiter's address. It understands one instruction, in Jupiter's own form:
 *
 * `route`: discriminator e517cb977ae3ad2a, route plan (length u32, steps), in_amount u64, quoted_out_amount u64,
 * slippage_bps u16, platform_fee_bps u8, all little-endian. The last four are read from the end, so the steps may
 * have any form; the route itself is told by the accounts.
 *
 * Accounts: the nine of Jupiter's `route`, then fourteen for each hop as Jupiter lists them for Raydium CP-Swap; a hop
 * through Meteora's DBC or DAMM v2 has the same fourteen places and is a call of that program's own `swap`.
 * The input goes into the first hop's vault, each hop's output straight into the next hop's vault, and the last
 * output to the user, so the user alone signs and needs no account for the token between the hops. What counts is
 * what arrives: a token that taxes its transfers gives less to the pool, and less to the user.
 */
export const ROUTE_DISCRIMINATOR = Buffer.from('e517cb977ae3ad2a', 'hex')

const SLIPPAGE_TOLERANCE_EXCEEDED = 6001

/** Jupiter's own codes, by the label that the code below jumps to. */
const failures = {
  'unknown instruction': [101, 'InstructionFallbackNotFound', 'Fallback functions are not supported'],
  calculation: [6002, 'InvalidCalculation', 'The output is zero or overflows'],
  'bad slippage': [6004, 'InvalidSlippage', 'Invalid slippage'],
  accounts: [6008, 'NotEnoughAccountKeys', 'Not enough account keys'],
  plan: [6010, 'InvalidRoutePlan', 'An account does not belong to the pool'],
  disabled: [6016, 'SwapNotSupported', 'The pool does not allow swaps'],
  slippage: [SLIPPAGE_TOLERANCE_EXCEEDED, 'SlippageToleranceExceeded', 'Slippage tolerance exceeded'],
} as const

export const buildSwapProgram = (): Buffer => {
  const a = new Assembler()
  readAccounts(a)
  readInstruction(a)
  for (let index = 0; index < MAX_HOPS; index++) checkHop(a, index)
  payIn(a)
  for (let index = 0; index < MAX_HOPS; index++) swapHop(a, index)
  checkSlippage(a)
  a.move('r0', 0)
  a.exit()
  for (const [label, [code, name, message]] of Object.entries(failures)) {
    a.label(label)
    log(a, `AnchorError occurred. Error Code: ${name}. Error Number: ${code}. Error Message: ${message}.`)
    a.move('r0', code)
    a.exit()
  }
  multiplyDivide(a)
  const signer = { seed: AUTHORITY_SEED, bump: POOL_AUTHORITY_BUMP }
  transferRoutine(a, signer)
  meteoraSwapRoutine(a, DBC_SHAPE, signer)
  meteoraSwapRoutine(a, DAMM_SHAPE, signer)
  return writeElf(a.assemble())
}

const log = (a: Assembler, message: string): void => {
  const bytes = Buffer.from(message)
  a.bytes('r1', bytes)
  a.move('r2', bytes.length)
  a.syscall('sol_log_')
}

/** Counts the hops by the accounts and fills the table of account pointers. */
const readAccounts = (a: Assembler): void => {
  a.move('r6', 'r1')
  a.load(8, 'r7', 'r6', 0)
  a.math('add', 'r6', 8)
  for (let hops = 1; hops <= MAX_HOPS; hops++)
    a.jumpIf('r7', '==', ROUTE_ACCOUNTS + hops * HOP_ACCOUNTS, `hops ${hops}`)
  a.jump('accounts')
  for (let hops = 1; hops <= MAX_HOPS; hops++) {
    a.label(`hops ${hops}`)
    a.store(8, 'r10', frame.hops, hops)
    a.jump('read accounts')
  }
  a.label('read accounts')
  readAccountTable(a)
}

/** r6 points at the instruction's length and data. */
const readInstruction = (a: Assembler): void => {
  a.load(8, 'r7', 'r6', 0)
  a.jumpIf('r7', '<', ROUTE_DISCRIMINATOR.length + 4 + 19, 'unknown instruction')
  a.math('add', 'r6', 8)
  a.load(8, 'r1', 'r6', 0)
  a.constant('r2', ROUTE_DISCRIMINATOR.readBigUInt64LE())
  a.jumpIf('r1', '!=', 'r2', 'unknown instruction')
  log(a, 'Instruction: Route')
  a.math('add', 'r6', 'r7')
  a.load(8, 'r1', 'r6', -19)
  a.store(8, 'r10', frame.amounts, 'r1')
  a.load(8, 'r1', 'r6', -11)
  a.store(8, 'r10', frame.quotedOut, 'r1')
  a.load(2, 'r1', 'r6', -3)
  a.jumpIf('r1', '>', 10_000, 'bad slippage')
  a.store(8, 'r10', frame.slippage, 'r1')
}

const checkSlippage = (a: Assembler): void => {
  a.load(8, 'r1', 'r10', frame.quotedOut)
  a.move('r2', 10_000)
  a.load(8, 'r3', 'r10', frame.slippage)
  a.math('sub', 'r2', 'r3')
  a.move('r3', 10_000)
  a.move('r4', 9_999)
  a.call('multiply divide')
  a.load(8, 'r1', 'r10', frame.hops)
  a.math('lsh', 'r1', 3)
  a.math('add', 'r1', 'r10')
  a.load(8, 'r1', 'r1', frame.amounts)
  a.jumpIf('r1', '<', 'r0', 'slippage')
}
