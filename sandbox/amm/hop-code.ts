import { DAMM_PROGRAM, DBC_PROGRAM } from '../meteora/addresses'
import { CPMM_PROGRAM } from './addresses'
import type { Assembler } from './assembler'
import { FEE_DENOMINATOR } from './curve'
import {
  CONFIG_TRADE_FEE_RATE,
  HOP_ACCOUNTS,
  ROUTE_ACCOUNTS,
  SWAP_DISABLED,
  TOKEN_AMOUNT,
  account,
  frame,
  hop,
  hopAccount,
  hopKind,
  loadAccount,
  pool,
  requireEqual,
  route,
  transfer,
} from './program-layout'

export const MAX_HOPS = 2

const skipUnused = (a: Assembler, index: number, label: string): void => {
  if (index === 0) return
  a.load(8, 'r1', 'r10', frame.hops)
  a.jumpIf('r1', '<=', index, label)
}

const loadKind = (a: Assembler, register: 'r1' | 'r2', index: number): void =>
  a.load(8, register, 'r10', frame.kinds + index * 8)

/** Notes which program trades the hop; Meteora's check their accounts themselves. */
const tellKind = (a: Assembler, index: number): void => {
  hopAccount(a, 'r6', index, hop.program)
  for (const [kind, program] of [
    [hopKind.dbc, DBC_PROGRAM],
    [hopKind.damm, DAMM_PROGRAM],
  ] as const) {
    a.store(8, 'r10', frame.kinds + index * 8, kind)
    for (let word = 0; word < 32; word += 8) {
      a.load(8, 'r1', 'r6', account.key + word)
      a.constant('r2', program.toBuffer().readBigUInt64LE(word))
      a.jumpIf('r1', '!=', 'r2', `not ${kind} ${index}`)
    }
    a.jump(`hop checked ${index}`)
    a.label(`not ${kind} ${index}`)
  }
  a.store(8, 'r10', frame.kinds + index * 8, hopKind.cpmm)
}

/** Checks a hop's accounts against its pool. */
export const checkHop = (a: Assembler, index: number): void => {
  skipUnused(a, index, 'checked')
  tellKind(a, index)
  hopAccount(a, 'r6', index, hop.pool)
  const owner = CPMM_PROGRAM.toBuffer()
  for (let word = 0; word < 32; word += 8) {
    a.load(8, 'r1', 'r6', account.owner + word)
    a.constant('r2', owner.readBigUInt64LE(word))
    a.jumpIf('r1', '!=', 'r2', 'plan')
  }
  a.load(8, 'r1', 'r6', account.size)
  a.jumpIf('r1', '!=', pool.size, 'plan')
  hopAccount(a, 'r1', index, hop.config)
  requireEqual(a, ['r6', account.data + pool.config], ['r1', account.key], 'plan')
  hopAccount(a, 'r7', index, hop.vaultIn)
  hopAccount(a, 'r8', index, hop.vaultOut)
  const [vault0, vault1] = [account.data + pool.vault0, account.data + pool.vault1]
  const refuseOneWay = (closedVault: number): void => {
    a.load(1, 'r1', 'r6', account.data + pool.oneWay)
    a.jumpIf('r1', '==', closedVault, 'disabled')
  }
  requireEqual(a, ['r6', vault0], ['r7', account.key], `reversed ${index}`)
  requireEqual(a, ['r6', vault1], ['r8', account.key], 'plan')
  refuseOneWay(1)
  a.jump(`vaults known ${index}`)
  a.label(`reversed ${index}`)
  requireEqual(a, ['r6', vault1], ['r7', account.key], 'plan')
  requireEqual(a, ['r6', vault0], ['r8', account.key], 'plan')
  refuseOneWay(2)
  a.label(`vaults known ${index}`)
  hopAccount(a, 'r1', index, hop.tokenProgramIn)
  requireEqual(a, ['r7', account.owner], ['r1', account.key], 'plan')
  hopAccount(a, 'r1', index, hop.tokenProgramOut)
  requireEqual(a, ['r8', account.owner], ['r1', account.key], 'plan')
  a.load(1, 'r1', 'r6', account.data + pool.status)
  a.math('and', 'r1', SWAP_DISABLED)
  a.jumpIf('r1', '!=', 0, 'disabled')
  a.label(`hop checked ${index}`)
  if (index === MAX_HOPS - 1) a.label('checked')
}

/** The input goes into the first vault; what arrives there, after the token's own tax, is what is swapped. */
export const payIn = (a: Assembler): void => {
  loadKind(a, 'r1', 0)
  a.jumpIf('r1', '!=', hopKind.cpmm, 'paid in')
  loadAccount(a, 'r1', route.source)
  hopAccount(a, 'r2', 0, hop.vaultIn)
  loadAccount(a, 'r3', route.user)
  transferCall(a, 0, { mint: hop.mintIn, tokenProgram: hop.tokenProgramIn, amount: 0 })
  a.label('paid in')
}

/** r2 becomes the account that the hop's output goes to: the trader's, or what the next hop takes its input from. */
const loadReceiver = (a: Assembler, index: number, name: string): void => {
  loadAccount(a, 'r2', route.destination)
  if (index + 1 >= MAX_HOPS) return
  a.load(8, 'r1', 'r10', frame.hops)
  a.jumpIf('r1', '<=', index + 1, `last ${name} ${index}`)
  hopAccount(a, 'r2', index + 1, hop.vaultIn)
  loadKind(a, 'r1', index + 1)
  a.jumpIf('r1', '==', hopKind.cpmm, `last ${name} ${index}`)
  hopAccount(a, 'r2', index + 1, hop.input)
  a.label(`last ${name} ${index}`)
}

/** A hop through Meteora: its own program takes the input from where it waits and pays the output on. */
const swapThroughMeteora = (a: Assembler, index: number): void => {
  loadReceiver(a, index, 'meteora hop')
  hopAccount(a, 'r1', index, hop.output)
  a.jumpIf('r1', '!=', 'r2', 'plan')
  a.move('r9', 'r2')
  a.load(8, 'r1', 'r9', account.data + TOKEN_AMOUNT)
  a.store(8, 'r10', frame.before, 'r1')
  a.move('r1', 'r10')
  a.math('add', 'r1', frame.table + (ROUTE_ACCOUNTS + index * HOP_ACCOUNTS) * 8)
  a.load(8, 'r3', 'r10', frame.kinds + index * 8)
  a.load(8, 'r2', 'r10', frame.amounts + index * 8)
  a.jumpIf('r3', '==', hopKind.damm, `through damm ${index}`)
  a.call('dbc swap')
  a.jump(`through meteora ${index}`)
  a.label(`through damm ${index}`)
  a.call('damm swap')
  a.label(`through meteora ${index}`)
  a.load(8, 'r1', 'r9', account.data + TOKEN_AMOUNT)
  a.load(8, 'r2', 'r10', frame.before)
  a.math('sub', 'r1', 'r2')
  a.jumpIf('r1', '==', 0, 'calculation')
  a.store(8, 'r10', frame.amounts + (index + 1) * 8, 'r1')
  a.jump(`hop done ${index}`)
}

/** Prices what arrived in the hop's vault and pays it on; `amounts` then holds what arrived there. */
export const swapHop = (a: Assembler, index: number): void => {
  skipUnused(a, index, 'swapped')
  loadKind(a, 'r1', index)
  a.jumpIf('r1', '==', hopKind.cpmm, `own swap ${index}`)
  swapThroughMeteora(a, index)
  a.label(`own swap ${index}`)
  hopAccount(a, 'r7', index, hop.vaultIn)
  hopAccount(a, 'r8', index, hop.vaultOut)
  a.load(8, 'r9', 'r10', frame.amounts + index * 8)
  hopAccount(a, 'r2', index, hop.config)
  a.load(8, 'r2', 'r2', account.data + CONFIG_TRADE_FEE_RATE)
  a.move('r1', 'r9')
  a.move('r3', Number(FEE_DENOMINATOR))
  a.move('r4', Number(FEE_DENOMINATOR) - 1)
  a.call('multiply divide')
  // The vault holds the input already, so it is the reserve after the swap, and less the fee the divisor.
  a.math('sub', 'r9', 'r0')
  a.load(8, 'r3', 'r7', account.data + TOKEN_AMOUNT)
  a.math('sub', 'r3', 'r0')
  a.load(8, 'r2', 'r8', account.data + TOKEN_AMOUNT)
  a.move('r1', 'r9')
  a.move('r4', 0)
  a.call('multiply divide')
  a.jumpIf('r0', '==', 0, 'calculation')
  a.store(8, 'r10', frame.amounts + (index + 1) * 8, 'r0')

  loadReceiver(a, index, 'own hop')
  hopAccount(a, 'r1', index, hop.vaultOut)
  hopAccount(a, 'r3', index, hop.authority)
  transferCall(a, index, { mint: hop.mintOut, tokenProgram: hop.tokenProgramOut, amount: index + 1 })
  a.label(`hop done ${index}`)
  if (index === MAX_HOPS - 1) a.label('swapped')
}

type Payment = { mint: number; tokenProgram: number; amount: number }

/** From r1 to r2 with the signature of r3. `amount` names the slot of `amounts` that is sent, and then holds what arrived. */
const transferCall = (a: Assembler, index: number, { mint, tokenProgram, amount }: Payment): void => {
  a.store(8, 'r10', frame.transfer + transfer.from, 'r1')
  a.store(8, 'r10', frame.transfer + transfer.to, 'r2')
  a.store(8, 'r10', frame.transfer + transfer.authority, 'r3')
  a.load(8, 'r1', 'r2', account.data + TOKEN_AMOUNT)
  a.store(8, 'r10', frame.before, 'r1')
  hopAccount(a, 'r1', index, mint)
  a.store(8, 'r10', frame.transfer + transfer.mint, 'r1')
  hopAccount(a, 'r1', index, tokenProgram)
  a.store(8, 'r10', frame.transfer + transfer.tokenProgram, 'r1')
  a.load(8, 'r1', 'r10', frame.amounts + amount * 8)
  a.store(8, 'r10', frame.transfer + transfer.amount, 'r1')
  a.load(8, 'r2', 'r10', frame.before)
  a.math('add', 'r2', 'r1')
  a.jumpIf('r2', '<', 'r1', 'calculation')
  a.move('r1', 'r10')
  a.math('add', 'r1', frame.transfer)
  a.call('transfer')
  a.load(8, 'r2', 'r10', frame.transfer + transfer.to)
  a.load(8, 'r1', 'r2', account.data + TOKEN_AMOUNT)
  a.load(8, 'r2', 'r10', frame.before)
  a.math('sub', 'r1', 'r2')
  a.store(8, 'r10', frame.amounts + amount * 8, 'r1')
}
