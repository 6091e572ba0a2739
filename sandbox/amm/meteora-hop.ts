import { SWAP_DISCRIMINATOR } from '../meteora/meteora-program'
import type { ProgramShape } from '../meteora/program-shape'
import type { Assembler, Register } from './assembler'
import { account, hop } from './program-layout'
import type { ProgramSigner } from './token-transfer'

/** The routine's own frame. The four sides are filled by direction: base vault, quote vault, mints and programs. */
const at = {
  ...{ metas: -256, infos: -1104, data: -1136, instruction: -1184, bump: -1192, seeds: -1232, signer: -1256 },
  ...{ baseVault: -1264, quoteVault: -1272, baseMint: -1280, quoteMint: -1288 },
  ...{ baseProgram: -1296, quoteProgram: -1304 },
}

const WRITABLE = 0x001
const SIGNER = 0x100

/** Calls `swap` of a Meteora program. r1 points at the hop's accounts in the table, r2 is the exact input. */
export const meteoraSwapRoutine = (
  a: Assembler,
  shape: ProgramShape,
  { seed, bump }: ProgramSigner,
): void => {
  const field = (register: Register, index: number): void => a.load(8, register, 'r6', index * 8)
  const point = (target: number, to: number): void => {
    a.move('r1', 'r10')
    a.math('add', 'r1', to)
    a.store(8, 'r10', target, 'r1')
  }
  a.label(`${shape.kind} swap`)
  a.move('r6', 'r1')
  a.store(8, 'r10', at.data + 8, 'r2')
  a.store(8, 'r10', at.data + 16, 0)
  a.constant('r2', SWAP_DISCRIMINATOR.readBigUInt64LE())
  a.store(8, 'r10', at.data, 'r2')

  const sides = (base: { vault: number; mint: number; program: number }, quote: typeof base): void => {
    for (const [target, index] of [
      [at.baseVault, base.vault],
      [at.quoteVault, quote.vault],
      [at.baseMint, base.mint],
      [at.quoteMint, quote.mint],
      [at.baseProgram, base.program],
      [at.quoteProgram, quote.program],
    ] as const) {
      field('r2', index)
      a.store(8, 'r10', target, 'r2')
    }
  }
  const input = { vault: hop.vaultIn, mint: hop.mintIn, program: hop.tokenProgramIn }
  const output = { vault: hop.vaultOut, mint: hop.mintOut, program: hop.tokenProgramOut }
  field('r2', hop.pool)
  field('r3', hop.vaultIn)
  for (let word = 0; word < 32; word += 8) {
    a.load(8, 'r4', 'r2', account.data + shape.pool.baseVault + word)
    a.load(8, 'r5', 'r3', account.key + word)
    a.jumpIf('r4', '!=', 'r5', `${shape.kind} quote comes in`)
  }
  sides(input, output)
  a.jump(`${shape.kind} sides known`)
  a.label(`${shape.kind} quote comes in`)
  sides(output, input)
  a.label(`${shape.kind} sides known`)

  const side = (offset: number) => (register: Register) => a.load(8, register, 'r10', offset)
  const slot = (index: number) => (register: Register) => field(register, index)
  const config = { load: slot(hop.config), flags: 0 }
  const roles = [
    { load: slot(hop.authority), flags: 0 },
    ...(shape.accounts.config === null ? [] : [config]),
    { load: slot(hop.pool), flags: WRITABLE },
    { load: slot(hop.input), flags: WRITABLE },
    { load: slot(hop.output), flags: WRITABLE },
    { load: side(at.baseVault), flags: WRITABLE },
    { load: side(at.quoteVault), flags: WRITABLE },
    { load: side(at.baseMint), flags: 0 },
    { load: side(at.quoteMint), flags: 0 },
    { load: slot(hop.payer), flags: SIGNER },
    { load: side(at.baseProgram), flags: 0 },
    { load: side(at.quoteProgram), flags: 0 },
    // Anchor's way of leaving an optional account out: the program itself. Here the referral.
    { load: slot(hop.program), flags: 0 },
    { load: slot(hop.eventAuthority), flags: 0 },
    { load: slot(hop.program), flags: 0 },
  ]
  roles.forEach(({ load, flags }, index) => {
    const [meta, info] = [at.metas + index * 16, at.infos + index * 56]
    load('r2')
    a.move('r3', 'r2')
    a.math('add', 'r3', account.key)
    a.store(8, 'r10', meta, 'r3')
    a.store(8, 'r10', meta + 8, flags)
    a.store(8, 'r10', info, 'r3')
    for (const [offset, target] of [
      [account.lamports, 8],
      [account.data, 24],
      [account.owner, 32],
    ] as const) {
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

  field('r2', hop.program)
  a.math('add', 'r2', account.key)
  a.store(8, 'r10', at.instruction, 'r2')
  point(at.instruction + 8, at.metas)
  a.store(8, 'r10', at.instruction + 16, roles.length)
  point(at.instruction + 24, at.data)
  a.store(8, 'r10', at.instruction + 32, 24)

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
