import { AddressLookupTableAccount, PublicKey } from '@solana/web3.js'
import { describe, expect, it } from 'vitest'
import type { AccountReader } from '@/lib/ports/account-stream'
import { UndecodableTransactionError } from '../wire/wire-reader'
import { decodeTransaction } from './decode-transaction'
import { BONK_MINT, blockhash, routeInstruction, setup, wallet, wireOf } from './swap-transactions.fixture'

const noTables: AccountReader = {
  accounts: async () => {
    throw new Error('no lookup table was expected')
  },
}

describe('decodeTransaction', () => {
  const instructions = [...setup(), routeInstruction()]

  it.each([{ legacy: false }, { legacy: true }])(
    'resolves every account (legacy: $legacy)',
    async (options) => {
      const wire = wireOf(instructions, options)
      const decoded = await decodeTransaction(wire, noTables)
      expect(decoded.feePayer).toBe(wallet.publicKey.toBase58())
      expect(decoded.signers).toEqual([wallet.publicKey.toBase58()])
      expect(decoded.blockhash).toBe(blockhash)
      expect(decoded.instructions.map(({ programId }) => programId)).toEqual(
        instructions.map(({ programId }) => programId.toBase58()),
      )
      decoded.instructions.forEach((instruction, index) => {
        expect(instruction.accounts).toEqual(instructions[index]!.keys.map(({ pubkey }) => pubkey.toBase58()))
        expect(Buffer.from(instruction.data)).toEqual(instructions[index]!.data)
      })
    },
  )

  it('reads accounts out of lookup tables, and only from the table program', async () => {
    const key = new PublicKey('8SVUKKC8HkvrXdRcmrTuJGHfT2HpGRqz8aZ6ahLREcQo')
    const held = routeInstruction().keys.map(({ pubkey }) => pubkey)
    const table = new AddressLookupTableAccount({
      key,
      state: {
        deactivationSlot: 2n ** 64n - 1n,
        lastExtendedSlot: 1,
        lastExtendedSlotStartIndex: 0,
        addresses: held,
      },
    })
    const wire = wireOf(instructions, { tables: [table] })
    const data = Buffer.concat([tableHeader(), ...held.map((address) => address.toBytes())])
    const readerWith = (owner: string): AccountReader => ({
      accounts: async () =>
        new Map([[key.toBase58(), { address: key.toBase58(), owner, data, slot: 1n, lamports: 1n }]]),
    })
    const decoded = await decodeTransaction(wire, readerWith('AddressLookupTab1e1111111111111111111111111'))
    expect(decoded.instructions.at(-1)!.accounts[5]).toBe(BONK_MINT)
    await expect(decodeTransaction(wire, readerWith('11111111111111111111111111111111'))).rejects.toThrow(
      UndecodableTransactionError,
    )
    const short = data.subarray(0, data.length - 32 * 8)
    const cut = readerWith('AddressLookupTab1e1111111111111111111111111')
    await expect(
      decodeTransaction(wire, {
        accounts: async (addresses) =>
          new Map([...(await cut.accounts(addresses))].map(([at, one]) => [at, { ...one, data: short }])),
      }),
    ).rejects.toThrow(/has no entry/)
    await expect(decodeTransaction(wire, { accounts: async () => new Map() })).rejects.toThrow(/not on chain/)
  })

  it('refuses bytes that are no transaction, and anything behind one', async () => {
    await expect(decodeTransaction(new Uint8Array([1, 2]), noTables)).rejects.toThrow(
      UndecodableTransactionError,
    )
    const longer = Buffer.concat([wireOf(instructions), Buffer.from([0])])
    await expect(decodeTransaction(longer, noTables)).rejects.toThrow(UndecodableTransactionError)
  })
})

/** Type 1, never deactivated, no authority; 56 bytes before the addresses. */
const tableHeader = (): Buffer => {
  const header = Buffer.alloc(56)
  header.writeUInt32LE(1, 0)
  header.writeBigUInt64LE(2n ** 64n - 1n, 4)
  return header
}
