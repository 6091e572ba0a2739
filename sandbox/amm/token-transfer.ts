import type { Assembler, Register } from './assembler'
import { MINT_DECIMALS, account, transfer } from './program-layout'

/** The address that a program signs for. */
export type ProgramSigner = { seed: Buffer; bump: number }

/** TransferChecked through the token program. r1 points at a `transfer` block; the program's address always co-signs. */
export const transferRoutine = (a: Assembler, { seed, bump }: ProgramSigner): void => {
  const at = { metas: -64, infos: -288, data: -304, instruction: -344, bump: -352, seeds: -384, signer: -400 }
  const point = (target: number, to: number): void => {
    a.move('r1', 'r10')
    a.math('add', 'r1', to)
    a.store(8, 'r10', target, 'r1')
  }
  a.label('transfer')
  a.move('r6', 'r1')
  const roles = [
    { field: transfer.from, flags: 0x001 },
    { field: transfer.mint, flags: 0x000 },
    { field: transfer.to, flags: 0x001 },
    { field: transfer.authority, flags: 0x100 },
  ]
  roles.forEach(({ field, flags }, index) => {
    const [meta, info] = [at.metas + index * 16, at.infos + index * 56]
    a.load(8, 'r2', 'r6', field)
    a.move('r3', 'r2')
    a.math('add', 'r3', account.key)
    a.store(8, 'r10', meta, 'r3')
    a.store(8, 'r10', meta + 8, flags)
    a.store(8, 'r10', info, 'r3')
    const pointers = [
      [account.lamports, 8],
      [account.data, 24],
      [account.owner, 32],
    ] as const
    for (const [offset, target] of pointers) {
      a.move('r3', 'r2')
      a.math('add', 'r3', offset)
      a.store(8, 'r10', info + target, 'r3')
    }
    a.load(8, 'r3', 'r2', account.size)
    a.store(8, 'r10', info + 16, 'r3')
    a.store(8, 'r10', info + 40, 0)
    a.store(8, 'r10', info + 48, 0)
    for (const [offset, target] of [
      [account.signer, 48],
      [account.writable, 49],
      [account.executable, 50],
    ] as const) {
      a.load(1, 'r3', 'r2', offset)
      a.store(1, 'r10', info + target, 'r3')
    }
  })
  a.store(1, 'r10', at.data, 12)
  a.load(8, 'r2', 'r6', transfer.amount)
  a.store(8, 'r10', at.data + 1, 'r2')
  a.load(8, 'r2', 'r6', transfer.mint)
  a.load(1, 'r2', 'r2', account.data + MINT_DECIMALS)
  a.store(1, 'r10', at.data + 9, 'r2')

  a.load(8, 'r2', 'r6', transfer.tokenProgram)
  a.math('add', 'r2', account.key)
  a.store(8, 'r10', at.instruction, 'r2')
  point(at.instruction + 8, at.metas)
  a.store(8, 'r10', at.instruction + 16, roles.length)
  point(at.instruction + 24, at.data)
  a.store(8, 'r10', at.instruction + 32, 10)

  a.store(1, 'r10', at.bump, bump)
  a.bytes('r1', seed)
  a.store(8, 'r10', at.seeds, 'r1')
  a.store(8, 'r10', at.seeds + 8, seed.length)
  point(at.seeds + 16, at.bump)
  a.store(8, 'r10', at.seeds + 24, 1)
  point(at.signer, at.seeds)
  a.store(8, 'r10', at.signer + 8, 2)

  const argument = (register: Register, offset: number): void => {
    a.move(register, 'r10')
    a.math('add', register, offset)
  }
  argument('r1', at.instruction)
  argument('r2', at.infos)
  a.move('r3', roles.length)
  argument('r4', at.signer)
  a.move('r5', 1)
  a.syscall('sol_invoke_signed_c')
  a.exit()
}
