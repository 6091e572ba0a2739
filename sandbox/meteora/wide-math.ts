import type { Assembler, Register } from '../amm/assembler'

/** Numbers of 256 bits in memory, four words of 64 bits, the lowest first. */
const WORDS = 4

const lowWords = ['r6', 'r7', 'r8', 'r9'] as const satisfies readonly Register[]

/** r1 points at the 256-bit product of the 128-bit numbers that r2 and r3 point at. */
export const wideMultiply = (a: Assembler): void => {
  a.label('wide multiply')
  for (let word = 0; word < WORDS; word++) a.store(8, 'r1', word * 8, 0)
  for (let left = 0; left < 4; left++) {
    a.load(4, 'r4', 'r2', left * 4)
    a.move('r6', 0)
    for (let right = 0; right < 4; right++) {
      const place = (left + right) * 4
      a.load(4, 'r5', 'r3', right * 4)
      a.math('mul', 'r5', 'r4')
      a.load(4, 'r7', 'r1', place)
      a.math('add', 'r5', 'r7')
      a.math('add', 'r5', 'r6')
      a.store(4, 'r1', place, 'r5')
      a.math('rsh', 'r5', 32)
      a.move('r6', 'r5')
    }
    a.store(4, 'r1', (left + 4) * 4, 'r6')
  }
  a.exit()
}

/**
 * Divides the 256-bit number at r1 by the one at r2, which must be below 2^255; the quotient takes its place. r0 is
 * 1 where something is left over. Bit by bit, the remainder in r6 to r9; whole words of leading zeros are skipped.
 */
export const wideDivide = (a: Assembler): void => {
  a.label('wide divide')
  for (const register of lowWords) a.move(register, 0)
  a.move('r0', 256)
  a.label('skip zero words')
  a.jumpIf('r0', '==', 0, 'divided')
  a.load(8, 'r3', 'r1', 24)
  a.jumpIf('r3', '!=', 0, 'next wide bit')
  for (let word = WORDS - 1; word > 0; word--) {
    a.load(8, 'r3', 'r1', (word - 1) * 8)
    a.store(8, 'r1', word * 8, 'r3')
  }
  a.store(8, 'r1', 0, 0)
  a.math('sub', 'r0', 64)
  a.jump('skip zero words')

  a.label('next wide bit')
  shiftRemainder(a)
  shiftNumerator(a)
  compare(a)
  subtract(a)
  a.load(8, 'r3', 'r1', 0)
  a.math('or', 'r3', 1)
  a.store(8, 'r1', 0, 'r3')
  a.label('wide bit done')
  a.math('sub', 'r0', 1)
  a.jumpIf('r0', '!=', 0, 'next wide bit')
  a.label('divided')
  for (const register of lowWords.slice(1)) a.math('or', 'r6', register)
  a.move('r0', 0)
  a.jumpIf('r6', '==', 0, 'nothing left over')
  a.move('r0', 1)
  a.label('nothing left over')
  a.exit()
}

/** One bit to the left; the highest bit of the numerator comes in. */
const shiftRemainder = (a: Assembler): void => {
  for (let word = WORDS - 1; word >= 0; word--) {
    const register = lowWords[word]!
    const below = lowWords[word - 1]
    if (below) a.move('r3', below)
    else a.load(8, 'r3', 'r1', 24)
    a.math('rsh', 'r3', 63)
    a.math('lsh', register, 1)
    a.math('or', register, 'r3')
  }
}

const shiftNumerator = (a: Assembler): void => {
  for (let word = WORDS - 1; word >= 0; word--) {
    a.load(8, 'r3', 'r1', word * 8)
    a.math('lsh', 'r3', 1)
    if (word > 0) {
      a.load(8, 'r4', 'r1', (word - 1) * 8)
      a.math('rsh', 'r4', 63)
      a.math('or', 'r3', 'r4')
    }
    a.store(8, 'r1', word * 8, 'r3')
  }
}

/** Jumps to `wide bit done` where the remainder is below the divisor. */
const compare = (a: Assembler): void => {
  for (let word = WORDS - 1; word >= 0; word--) {
    a.load(8, 'r3', 'r2', word * 8)
    a.jumpIf(lowWords[word]!, '<', 'r3', 'wide bit done')
    if (word > 0) a.jumpIf(lowWords[word]!, '>', 'r3', 'wide subtract')
  }
  a.label('wide subtract')
}

const subtract = (a: Assembler): void => {
  a.move('r5', 0)
  lowWords.forEach((register, word) => {
    a.load(8, 'r3', 'r2', word * 8)
    a.move('r4', register)
    a.math('sub', register, 'r3')
    a.math('sub', register, 'r5')
    // What is borrowed: 1 where the word was below what was taken from it, borrow included.
    const [borrow, keep, done] = ['borrow', 'keep', 'taken'].map((name) => `${name} ${word}`) as [
      string,
      string,
      string,
    ]
    a.jumpIf('r4', '<', 'r3', borrow)
    a.jumpIf('r4', '!=', 'r3', keep)
    a.jump(done)
    a.label(borrow)
    a.move('r5', 1)
    a.jump(done)
    a.label(keep)
    a.move('r5', 0)
    a.label(done)
  })
}
