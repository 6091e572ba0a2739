import type { Assembler, Register } from '../amm/assembler'
import { account, loadAccount } from '../amm/program-layout'
import { FEE_NUMERATOR_UNIT } from './curve'
import type { ProgramShape } from './program-shape'

/** The main routine's numbers, as offsets from r10; the wide ones have 32 bytes. */
export const local = {
  ...{ amountIn: -520, minimumOut: -528, baseIn: -536, fee: -544, spent: -552, gross: -560, out: -568 },
  ...{ price: -608, next: -640, liquidity: -672, lower: -704, upper: -736, span: -768 },
  ...{ numerator: -800, divisor: -832, amount: -864 },
} as const

const words = [0, 8, 16, 24]

const pointTo = (a: Assembler, register: Register, offset: number): void => {
  a.move(register, 'r10')
  a.math('add', register, offset)
}

const multiply = (a: Assembler, target: number, left: number, right: number): void => {
  pointTo(a, 'r1', target)
  pointTo(a, 'r2', left)
  pointTo(a, 'r3', right)
  a.call('wide multiply')
}

/** The quotient takes the numerator's place; r0 tells whether something is left over. */
const divide = (a: Assembler): void => {
  pointTo(a, 'r1', local.numerator)
  pointTo(a, 'r2', local.divisor)
  a.call('wide divide')
}

const clear = (a: Assembler, target: number): void => {
  for (const word of words) a.store(8, 'r10', target + word, 0)
}

const copy = (a: Assembler, target: number, source: number, size = 16): void => {
  for (let word = 0; word < size; word += 8) {
    a.load(8, 'r1', 'r10', source + word)
    a.store(8, 'r10', target + word, 'r1')
  }
}

/** target = left - right, 128 bits, left not below right. */
const subtract = (a: Assembler, target: number, left: number, right: number, name: string): void => {
  a.load(8, 'r1', 'r10', left)
  a.load(8, 'r2', 'r10', right)
  a.load(8, 'r3', 'r10', left + 8)
  a.load(8, 'r4', 'r10', right + 8)
  a.math('sub', 'r3', 'r4')
  a.jumpIf('r1', '>=', 'r2', `no borrow ${name}`)
  a.math('sub', 'r3', 1)
  a.label(`no borrow ${name}`)
  a.math('sub', 'r1', 'r2')
  a.store(8, 'r10', target, 'r1')
  a.store(8, 'r10', target + 8, 'r3')
}

/** target += source over so many bytes. */
const add = (a: Assembler, target: number, source: number, size: number, name: string): void => {
  a.move('r3', 0)
  for (let word = 0; word < size; word += 8) {
    a.load(8, 'r1', 'r10', target + word)
    a.load(8, 'r2', 'r10', source + word)
    a.math('add', 'r1', 'r3')
    a.move('r3', 1)
    a.load(8, 'r4', 'r10', target + word)
    a.jumpIf('r1', '<', 'r4', `carried ${name} ${word}`)
    a.move('r3', 0)
    a.label(`carried ${name} ${word}`)
    a.math('add', 'r1', 'r2')
    a.jumpIf('r1', '>=', 'r2', `added ${name} ${word}`)
    a.move('r3', 1)
    a.label(`added ${name} ${word}`)
    a.store(8, 'r10', target + word, 'r1')
  }
}

const addOne = (a: Assembler, target: number, name: string): void => {
  for (const word of words) {
    a.load(8, 'r1', 'r10', target + word)
    a.math('add', 'r1', 1)
    a.store(8, 'r10', target + word, 'r1')
    a.jumpIf('r1', '!=', 0, `one added ${name}`)
  }
  a.label(`one added ${name}`)
}

/** Jumps where the 128-bit number at `left` is below the one at `right`. */
const jumpIfBelow = (a: Assembler, left: number, right: number, target: string, name: string): void => {
  a.load(8, 'r1', 'r10', left + 8)
  a.load(8, 'r2', 'r10', right + 8)
  a.jumpIf('r1', '<', 'r2', target)
  a.jumpIf('r1', '!=', 'r2', `not below ${name}`)
  a.load(8, 'r1', 'r10', left)
  a.load(8, 'r2', 'r10', right)
  a.jumpIf('r1', '<', 'r2', target)
  a.label(`not below ${name}`)
}

/** Fee on r1 in quote base units, rounded up; in r0. */
const feeOf = (a: Assembler, shape: ProgramShape): void => {
  loadAccount(a, 'r2', shape.fee.account === 'pool' ? shape.accounts.pool : shape.accounts.config!)
  a.load(8, 'r2', 'r2', account.data + shape.fee.offset)
  a.move('r3', Number(FEE_NUMERATOR_UNIT))
  a.move('r4', Number(FEE_NUMERATOR_UNIT) - 1)
  a.call('multiply divide')
}

export const loadCurve = (a: Assembler, shape: ProgramShape): void => {
  const places = [
    [local.price, { account: 'pool', offset: shape.pool.sqrtPrice }],
    [local.liquidity, shape.liquidity],
    [local.lower, shape.lower],
    [local.upper, shape.upper],
  ] as const
  for (const [target, place] of places) {
    loadAccount(a, 'r2', place.account === 'pool' ? shape.accounts.pool : shape.accounts.config!)
    clear(a, target)
    for (const word of [0, 8]) {
      a.load(8, 'r1', 'r2', account.data + place.offset + word)
      a.store(8, 'r10', target + word, 'r1')
    }
  }
}

/** Token in, quote out: the price falls, rounded up; the fee comes off what comes out. */
export const sellCode = (a: Assembler, shape: ProgramShape): void => {
  a.load(8, 'r1', 'r10', local.amountIn)
  a.store(8, 'r10', local.spent, 'r1')
  clear(a, local.amount)
  a.store(8, 'r10', local.amount, 'r1')
  multiply(a, local.divisor, local.amount, local.price)
  add(a, local.divisor, local.liquidity, 32, 'denominator')
  multiply(a, local.numerator, local.liquidity, local.price)
  divide(a)
  a.jumpIf('r0', '==', 0, 'price is exact')
  addOne(a, local.numerator, 'price')
  a.label('price is exact')
  clear(a, local.next)
  copy(a, local.next, local.numerator)
  jumpIfBelow(a, local.next, local.lower, 'beyond', 'lower end')
  clear(a, local.span)
  subtract(a, local.span, local.price, local.next, 'sale')
  multiply(a, local.numerator, local.liquidity, local.span)
  a.load(8, 'r1', 'r10', local.numerator + 24)
  a.jumpIf('r1', '!=', 0, 'overflow')
  a.load(8, 'r1', 'r10', local.numerator + 16)
  a.store(8, 'r10', local.gross, 'r1')
  feeOf(a, shape)
  a.store(8, 'r10', local.fee, 'r0')
  a.load(8, 'r1', 'r10', local.gross)
  a.math('sub', 'r1', 'r0')
  a.store(8, 'r10', local.out, 'r1')
}

/** Quote in, token out: the fee comes off what goes in; the price rises, rounded down. */
export const buyCode = (a: Assembler, shape: ProgramShape): void => {
  a.load(8, 'r1', 'r10', local.amountIn)
  feeOf(a, shape)
  a.store(8, 'r10', local.fee, 'r0')
  a.load(8, 'r1', 'r10', local.amountIn)
  a.math('sub', 'r1', 'r0')
  a.store(8, 'r10', local.spent, 'r1')
  // What the curve can take to its end, rounded up.
  clear(a, local.span)
  subtract(a, local.span, local.upper, local.price, 'room')
  multiply(a, local.numerator, local.liquidity, local.span)
  clear(a, local.next)
  copy(a, local.next, local.upper)
  a.load(8, 'r1', 'r10', local.numerator + 24)
  a.jumpIf('r1', '!=', 0, 'price by input')
  a.load(8, 'r2', 'r10', local.numerator)
  a.load(8, 'r3', 'r10', local.numerator + 8)
  a.math('or', 'r2', 'r3')
  a.load(8, 'r1', 'r10', local.numerator + 16)
  a.jumpIf('r2', '==', 0, 'room is exact')
  a.math('add', 'r1', 1)
  a.label('room is exact')
  a.load(8, 'r2', 'r10', local.spent)
  a.jumpIf('r2', '>', 'r1', 'beyond')
  a.jumpIf('r2', '==', 'r1', 'price known')
  a.label('price by input')
  clear(a, local.numerator)
  a.load(8, 'r1', 'r10', local.spent)
  a.store(8, 'r10', local.numerator + 16, 'r1')
  clear(a, local.divisor)
  copy(a, local.divisor, local.liquidity)
  divide(a)
  clear(a, local.next)
  copy(a, local.next, local.price)
  add(a, local.next, local.numerator, 32, 'price')
  jumpIfBelow(a, local.upper, local.next, 'beyond', 'upper end')
  a.label('price known')
  clear(a, local.span)
  subtract(a, local.span, local.next, local.price, 'purchase')
  multiply(a, local.divisor, local.next, local.price)
  multiply(a, local.numerator, local.liquidity, local.span)
  divide(a)
  for (const word of words.slice(1)) {
    a.load(8, 'r1', 'r10', local.numerator + word)
    a.jumpIf('r1', '!=', 0, 'overflow')
  }
  a.load(8, 'r1', 'r10', local.numerator)
  a.store(8, 'r10', local.gross, 'r1')
  a.store(8, 'r10', local.out, 'r1')
}
