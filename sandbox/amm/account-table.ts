import type { Assembler } from './assembler'
import { GROWTH_ROOM, account, frame } from './program-layout'

/**
 * Fills the main routine's table of account pointers. r6 points at the first account, r7 counts them; a repeated
 * account is one byte that names the earlier one. Leaves r6 at the length of the instruction's data.
 */
export const readAccountTable = (a: Assembler): void => {
  a.move('r8', 0)
  a.move('r9', 'r10')
  a.math('add', 'r9', frame.table)
  a.label('next account')
  a.jumpIf('r8', '==', 'r7', 'accounts read')
  a.load(1, 'r1', 'r6', 0)
  a.jumpIf('r1', '==', 0xff, 'new account')
  a.math('lsh', 'r1', 3)
  a.math('add', 'r1', 'r10')
  a.load(8, 'r1', 'r1', frame.table)
  a.store(8, 'r9', 0, 'r1')
  a.math('add', 'r6', 8)
  a.jump('account read')
  a.label('new account')
  a.store(8, 'r9', 0, 'r6')
  a.load(8, 'r1', 'r6', account.size)
  a.math('add', 'r6', 'r1')
  a.math('add', 'r6', account.data + GROWTH_ROOM + 7)
  a.math('and', 'r6', -8)
  a.math('add', 'r6', 8)
  a.label('account read')
  a.math('add', 'r8', 1)
  a.math('add', 'r9', 8)
  a.jump('next account')
  a.label('accounts read')
}
