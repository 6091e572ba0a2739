import { readAccountTable } from '../amm/account-table'
import { Assembler } from '../amm/assembler'
import { writeElf } from '../amm/elf'
import { account, frame, loadAccount, requireEqual, transfer } from '../amm/program-layout'
import { transferRoutine } from '../amm/token-transfer'
import { multiplyDivide } from '../amm/wide-division'
import { DBC_CONFIG_LAYOUT, DBC_POOL, DAMM_POOL } from './accounts'
import { buyCode, loadCurve, local, sellCode } from './curve-code'
import type { ProgramShape } from './program-shape'
import { wideDivide, wideMultiply } from './wide-math'

/** `swap`, and `swap2` in its mode 0 (exact input), which differ in nothing else: amount in u64, least out u64. */
export const SWAP_DISCRIMINATOR = Buffer.from('f8c69e91e17587c8', 'hex')
const SWAP2_DISCRIMINATOR = Buffer.from('414b3f4ceb5b5b88', 'hex')

/**
 * The program that stands at the address of Meteora's DBC or DAMM v2. Accounts and data of `swap` are as in the IDL;
 * fees are taken in the quote token and a fifth of them is the protocol's. No referral, no dynamic fee.
 */
export const buildMeteoraProgram = (shape: ProgramShape): Buffer => {
  const a = new Assembler()
  const failures = {
    'unknown instruction': [101, 'InstructionFallbackNotFound', 'Fallback functions are not supported'],
    accounts: [3005, 'AccountNotEnoughKeys', 'Not enough account keys given to the instruction'],
    'has one': [2001, 'ConstraintHasOne', 'A has one constraint was violated'],
    overflow: [6000, 'MathOverflow', 'Math operation overflow'],
    slippage: [6002, 'ExceededSlippage', 'Exceeded slippage tolerance'],
    beyond: shape.beyondCurve,
    closed: shape.closed,
    zero: shape.zero,
  } satisfies Record<string, [number, string, string]>
  a.move('r6', 'r1')
  a.load(8, 'r7', 'r6', 0)
  a.math('add', 'r6', 8)
  a.jumpIf('r7', '!=', shape.accounts.count, 'accounts')
  readAccountTable(a)
  readSwap(a)
  checkAccounts(a, shape)
  loadCurve(a, shape)
  a.load(8, 'r1', 'r10', local.baseIn)
  a.jumpIf('r1', '==', 0, 'buy')
  sellCode(a, shape)
  a.jump('priced')
  a.label('buy')
  buyCode(a, shape)
  a.label('priced')
  a.load(8, 'r1', 'r10', local.out)
  a.jumpIf('r1', '==', 0, 'zero')
  a.load(8, 'r2', 'r10', local.minimumOut)
  a.jumpIf('r1', '<', 'r2', 'slippage')
  writePool(a, shape)
  pay(a, shape)
  a.move('r0', 0)
  a.exit()
  for (const [label, [code, name, message]] of Object.entries(failures)) {
    a.label(label)
    log(a, `AnchorError occurred. Error Code: ${name}. Error Number: ${code}. Error Message: ${message}.`)
    a.move('r0', code)
    a.exit()
  }
  multiplyDivide(a)
  wideMultiply(a)
  wideDivide(a)
  transferRoutine(a, shape.signer)
  return writeElf(a.assemble())
}

const log = (a: Assembler, message: string): void => {
  const bytes = Buffer.from(message)
  a.bytes('r1', bytes)
  a.move('r2', bytes.length)
  a.syscall('sol_log_')
}

const readSwap = (a: Assembler): void => {
  a.load(8, 'r7', 'r6', 0)
  a.jumpIf('r7', '<', 24, 'unknown instruction')
  a.load(8, 'r1', 'r6', 8)
  a.constant('r2', SWAP_DISCRIMINATOR.readBigUInt64LE())
  a.jumpIf('r1', '==', 'r2', 'swap')
  a.constant('r2', SWAP2_DISCRIMINATOR.readBigUInt64LE())
  a.jumpIf('r1', '!=', 'r2', 'unknown instruction')
  a.jumpIf('r7', '!=', 25, 'unknown instruction')
  a.load(1, 'r1', 'r6', 8 + 24)
  a.jumpIf('r1', '!=', 0, 'unknown instruction')
  a.label('swap')
  a.load(8, 'r1', 'r6', 16)
  a.store(8, 'r10', local.amountIn, 'r1')
  a.load(8, 'r1', 'r6', 24)
  a.store(8, 'r10', local.minimumOut, 'r1')
  log(a, 'Instruction: Swap')
  a.load(8, 'r1', 'r10', local.amountIn)
  a.jumpIf('r1', '==', 0, 'zero')
}

const checkAccounts = (a: Assembler, shape: ProgramShape): void => {
  const { accounts, pool } = shape
  loadAccount(a, 'r6', accounts.pool)
  for (let word = 0; word < 32; word += 8) {
    a.load(8, 'r1', 'r6', account.owner + word)
    a.constant('r2', shape.program.readBigUInt64LE(word))
    a.jumpIf('r1', '!=', 'r2', 'has one')
  }
  a.load(8, 'r1', 'r6', account.size)
  a.jumpIf('r1', '!=', pool.size, 'has one')
  for (const [offset, place] of [
    [pool.baseVault, accounts.baseVault],
    [pool.quoteVault, accounts.quoteVault],
  ] as const) {
    loadAccount(a, 'r7', place)
    requireEqual(a, ['r6', account.data + offset], ['r7', account.key], 'has one')
  }
  if (accounts.config !== null) {
    loadAccount(a, 'r7', accounts.config)
    requireEqual(a, ['r6', account.data + DBC_POOL.config], ['r7', account.key], 'has one')
    a.load(8, 'r1', 'r6', account.data + DBC_POOL.quoteReserve)
    a.load(8, 'r2', 'r7', account.data + DBC_CONFIG_LAYOUT.quoteThreshold)
    a.jumpIf('r1', '>=', 'r2', 'closed')
  } else {
    a.load(1, 'r1', 'r6', account.data + DAMM_POOL.status)
    a.jumpIf('r1', '!=', 0, 'closed')
  }
  // The input account's mint, its first 32 bytes, tells the direction.
  loadAccount(a, 'r6', accounts.input)
  loadAccount(a, 'r7', accounts.baseMint)
  a.store(8, 'r10', local.baseIn, 0)
  requireEqual(a, ['r6', account.data], ['r7', account.key], 'direction known')
  a.store(8, 'r10', local.baseIn, 1)
  a.label('direction known')
}

/** Price, reserves and fees of the pool after the swap. */
const writePool = (a: Assembler, shape: ProgramShape): void => {
  const at = shape.pool
  loadAccount(a, 'r6', shape.accounts.pool)
  for (const word of [0, 8]) {
    a.load(8, 'r1', 'r10', local.next + word)
    a.store(8, 'r6', account.data + at.sqrtPrice + word, 'r1')
  }
  const change = (kind: 'add' | 'sub', offset: number, from: number): void => {
    a.load(8, 'r2', 'r6', account.data + offset)
    a.load(8, 'r1', 'r10', from)
    a.math(kind, 'r2', 'r1')
    a.store(8, 'r6', account.data + offset, 'r2')
  }
  a.load(8, 'r1', 'r10', local.baseIn)
  a.jumpIf('r1', '==', 0, 'bought')
  change('add', at.baseAmount, local.spent)
  change('sub', at.quoteAmount, local.gross)
  a.jump('reserves written')
  a.label('bought')
  change('add', at.quoteAmount, local.spent)
  change('sub', at.baseAmount, local.gross)
  a.label('reserves written')
  // A fifth of the fee, rounded down, is the protocol's.
  a.load(8, 'r1', 'r10', local.fee)
  a.move('r2', 1)
  a.move('r3', 5)
  a.move('r4', 0)
  a.call('multiply divide')
  a.store(8, 'r10', local.amount, 'r0')
  a.load(8, 'r1', 'r10', local.fee)
  a.math('sub', 'r1', 'r0')
  a.store(8, 'r10', local.fee, 'r1')
  change('add', at.protocolFee, local.amount)
  change('add', at.totalProtocolFee, local.amount)
  change('add', at.totalTradingFee, local.fee)
  if (shape.kind === 'dbc') {
    change('add', DBC_POOL.partnerQuoteFee, local.fee)
    a.store(1, 'r6', account.data + DBC_POOL.hasSwap, 1)
    // The swap that completes the curve says so; without vesting of the base token that is LockedVesting (2).
    loadAccount(a, 'r7', shape.accounts.config!)
    a.load(8, 'r1', 'r6', account.data + at.quoteAmount)
    a.load(8, 'r2', 'r7', account.data + DBC_CONFIG_LAYOUT.quoteThreshold)
    a.jumpIf('r1', '<', 'r2', 'curve goes on')
    a.store(1, 'r6', account.data + DBC_POOL.migrationProgress, 2)
    a.label('curve goes on')
  }
}

const pay = (a: Assembler, { accounts }: ProgramShape): void => {
  const payment = (from: number, to: number, authority: number, base: boolean, amount: number): void => {
    const fields = [
      [transfer.from, from],
      [transfer.to, to],
      [transfer.authority, authority],
      [transfer.mint, base ? accounts.baseMint : accounts.quoteMint],
      [transfer.tokenProgram, base ? accounts.baseProgram : accounts.quoteProgram],
    ] as const
    for (const [field, place] of fields) {
      loadAccount(a, 'r1', place)
      a.store(8, 'r10', frame.transfer + field, 'r1')
    }
    a.load(8, 'r1', 'r10', amount)
    a.store(8, 'r10', frame.transfer + transfer.amount, 'r1')
    a.move('r1', 'r10')
    a.math('add', 'r1', frame.transfer)
    a.call('transfer')
  }
  const { input, output, authority, payer, baseVault, quoteVault } = accounts
  a.load(8, 'r1', 'r10', local.baseIn)
  a.jumpIf('r1', '==', 0, 'pay for purchase')
  payment(input, baseVault, payer, true, local.amountIn)
  payment(quoteVault, output, authority, false, local.out)
  a.jump('paid')
  a.label('pay for purchase')
  payment(input, quoteVault, payer, false, local.amountIn)
  payment(baseVault, output, authority, true, local.out)
  a.label('paid')
}
