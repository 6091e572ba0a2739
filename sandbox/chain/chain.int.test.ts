import {
  Keypair,
  type PublicKey,
  SystemProgram,
  Transaction,
  ComputeBudgetProgram,
  type TransactionInstruction,
} from '@solana/web3.js'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import bs58 from 'bs58'
import { afterAll, describe, expect, it } from 'vitest'
import { Chain, ExecutionError, type AccountChange } from './chain'
import { MAINNET_GENESIS_HASH, SYSTEM_PROGRAM } from './addresses'
import { keepSlotJournal, readSlotJournal } from './slot-journal'

const genesisHash = bs58.encode(new Uint8Array(32).fill(3))
const options = { slotMs: 400, genesisHash }

function fund(chain: Chain, address: PublicKey, lamports: bigint) {
  chain.setAccount(address.toBase58(), {
    lamports,
    owner: SYSTEM_PROGRAM,
    data: new Uint8Array(),
    executable: false,
  })
}

function signed(payer: Keypair, blockhash: string, ...instructions: TransactionInstruction[]): Uint8Array {
  const transaction = new Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash })
  transaction.add(...instructions)
  transaction.sign(payer)
  return new Uint8Array(transaction.serialize())
}

const transfer = (from: Keypair, to: PublicKey, lamports: bigint) =>
  SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports })

function world() {
  const chain = Chain.create(options)
  const alice = Keypair.generate()
  const bob = Keypair.generate().publicKey
  fund(chain, alice.publicKey, 10_000_000_000n)
  const send = (lamports: bigint, ...more: TransactionInstruction[]) =>
    chain.submit(signed(alice, chain.latestBlockhash().blockhash, ...more, transfer(alice, bob, lamports)))
  return { chain, alice, bob, send }
}

describe('chain', () => {
  it('lands a transfer at the end of the slot and confirms it by depth', () => {
    const { chain, bob, send } = world()
    const slot = chain.slot
    const signature = send(1_000_000_000n)
    expect(chain.status(signature)).toBeNull()
    expect(chain.tick().transactions.map((landed) => landed.signature)).toEqual([signature])
    expect(chain.getAccount(bob.toBase58())?.lamports).toBe(1_000_000_000n)
    expect(chain.status(signature)).toEqual({
      slot,
      confirmations: 1,
      err: null,
      confirmationStatus: 'processed',
    })
    chain.tick()
    expect(chain.status(signature)?.confirmationStatus).toBe('confirmed')
    for (let i = 0; i < 30; i++) chain.tick()
    expect(chain.status(signature)).toMatchObject({ confirmations: null, confirmationStatus: 'finalized' })
  })

  it('charges signatures and priority, to the lamport, whether or not a limit is set', () => {
    const { chain, alice, send } = world()
    const price = ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_234_567 })
    const limit = ComputeBudgetProgram.setComputeUnitLimit({ units: 7_777 })
    const landed = [send(890_880n, price, limit), send(890_881n, price), send(890_882n)]
    chain.tick()
    const paid = landed.map((signature) => chain.transaction(signature)!)
    for (const transaction of paid) {
      const spent = transaction.preBalances[0]! - transaction.postBalances[0]!
      const received = transaction.postBalances[1]! - transaction.preBalances[1]!
      expect(transaction.accountKeys[0]?.address).toBe(alice.publicKey.toBase58())
      expect(transaction.fee).toBe(spent - received)
    }
    expect(paid.map((transaction) => transaction.fee > 5_000n)).toEqual([true, true, false])
  })

  it('puts the dearest transactions first', () => {
    const { chain, send } = world()
    const cheap = send(1_000_000n)
    const dear = send(1_000_001n, ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 9 }))
    expect(chain.tick().transactions.map((landed) => landed.signature)).toEqual([dear, cheap])
  })

  it('keeps a failed transaction, charges for it and undoes the rest', () => {
    const { chain, bob, send } = world()
    const signature = send(99_000_000_000n)
    chain.tick()
    expect(chain.transaction(signature)).toMatchObject({
      err: { InstructionError: [0, { Custom: 1 }] },
      fee: 5_000n,
    })
    const { preBalances, postBalances } = chain.transaction(signature)!
    expect(preBalances[0]! - postBalances[0]!).toBe(5_000n)
    expect(chain.getAccount(bob.toBase58())).toBeNull()
  })

  it('lands the same bytes once', () => {
    const { chain, alice, bob } = world()
    const wire = signed(alice, chain.latestBlockhash().blockhash, transfer(alice, bob, 1_000_000n))
    chain.submit(wire)
    chain.submit(wire)
    expect(chain.tick().transactions).toHaveLength(1)
    chain.submit(wire)
    expect(chain.tick().transactions).toHaveLength(0)
    expect(chain.simulate(wire).err).toBe('AlreadyProcessed')
    expect(chain.getAccount(bob.toBase58())?.lamports).toBe(1_000_000n)
  })

  it('accepts a blockhash for 150 blocks and not one more', () => {
    const { chain, alice, bob } = world()
    const { blockhash, lastValidBlockHeight } = chain.latestBlockhash()
    const wire = (lamports: bigint) => signed(alice, blockhash, transfer(alice, bob, lamports))
    while (chain.blockHeight < lastValidBlockHeight) chain.tick()
    chain.submit(wire(1_000_000n))
    expect(chain.tick().transactions).toHaveLength(1)
    chain.submit(wire(1_000_001n))
    expect(chain.tick().transactions).toHaveLength(0)
    expect(chain.simulate(wire(1_000_002n)).err).toBe('BlockhashNotFound')
  })

  it('never lands a transaction whose signature is wrong', () => {
    const { chain, alice, bob } = world()
    const wire = signed(alice, chain.latestBlockhash().blockhash, transfer(alice, bob, 1_000_000n))
    wire[5]! ^= 1
    const signature = chain.submit(wire)
    chain.tick()
    expect(chain.status(signature)).toBeNull()
    expect(chain.simulate(wire, { sigVerify: true }).err).toBe('SignatureFailure')
    expect(chain.simulate(wire).err).toBeNull()
  })

  it('tells account changes at once, the operator without a signature', () => {
    const { chain, alice, bob, send } = world()
    const seen: AccountChange[] = []
    chain.on('account', (change) => seen.push(change))
    fund(chain, bob, 5_000_000n)
    expect(seen.map(({ address, signature }) => [address, signature])).toEqual([[bob.toBase58(), null]])
    const signature = send(1_000_000n)
    chain.tick()
    expect(seen.slice(1).map(({ address, signature }) => [address, signature])).toEqual([
      [alice.publicKey.toBase58(), signature],
      [bob.toBase58(), signature],
    ])
    expect(seen[2]?.account?.lamports).toBe(6_000_000n)
    const versions = seen.map((change) => change.writeVersion)
    expect([...versions].sort((a, b) => Number(a - b))).toEqual(versions)
    expect(new Set(versions).size).toBe(versions.length)
  })

  it('reads accounts as of an older slot, where the operator shows through unless asked strictly', () => {
    const { chain, bob, send } = world()
    const address = bob.toBase58()
    const start = chain.slot
    chain.tick()
    send(1_000_000n)
    chain.tick()
    expect(chain.getAccount(address, { slot: start, strict: false })).toBeNull()
    expect(chain.getAccount(address, { slot: chain.slot, strict: false })?.lamports).toBe(1_000_000n)
    fund(chain, bob, 7_000_000n)
    expect(chain.getAccount(address, { slot: start, strict: false })?.lamports).toBe(7_000_000n)
    expect(chain.getAccount(address, { slot: start, strict: true })).toBeNull()
    expect(chain.getAccount(address, { slot: chain.slot - 1n, strict: true })?.lamports).toBe(1_000_000n)
  })

  it('runs the operator transaction in the current slot and throws its logs when it fails', () => {
    const { chain, alice, bob } = world()
    const { blockhash } = chain.latestBlockhash()
    const slot = chain.slot
    const landed = chain.executeNow(signed(alice, blockhash, transfer(alice, bob, 1_000_000n)))
    expect(landed).toMatchObject({ slot, operator: true, err: null })
    expect(chain.slot).toBe(slot)
    expect(chain.tick().transactions).toEqual([landed])
    const tooMuch = signed(alice, blockhash, transfer(alice, bob, 99_000_000_000n))
    expect(() => chain.executeNow(tooMuch)).toThrow(ExecutionError)
  })

  it('lets hooks act inside the slot, and takes them off again', () => {
    const { chain, alice, bob, send } = world()
    const order: string[] = []
    const off = [
      chain.onBeforeExecute(({ transaction }) => order.push(`before ${transaction.signatures[0]}`)),
      chain.onAfterExecute((landed, changes) => {
        order.push(`after ${landed.signature} ${changes.length}`)
        fund(chain, alice.publicKey, 1_000_000_000n)
      }),
    ]
    const first = send(1_000_000n)
    chain.tick()
    expect(order).toEqual([`before ${first}`, `after ${first} 2`])
    expect(chain.getAccount(alice.publicKey.toBase58())?.lamports).toBe(1_000_000_000n)
    for (const remove of off) remove()
    send(1_000_001n)
    chain.tick()
    expect(order).toHaveLength(2)
    expect(chain.getAccount(bob.toBase58())?.lamports).toBe(2_000_001n)
  })

  it('refuses to pose as mainnet', () => {
    expect(() => Chain.create({ slotMs: 400, genesisHash: MAINNET_GENESIS_HASH })).toThrow(/mainnet/)
  })
})

describe('snapshot', () => {
  it('goes on where it was: accounts, statuses, indexes, blockhashes and waiting transactions', () => {
    const { chain, alice, bob, send } = world()
    const landed = send(1_000_000n)
    chain.tick()
    const failed = send(99_000_000_000n)
    chain.tick()
    const waiting = send(2_000_000n)
    const { blockhash } = chain.latestBlockhash()
    const restored = Chain.restore(chain.snapshot(), options)

    expect(restored.slot).toBe(chain.slot + 1n)
    expect(restored.blockHeight).toBe(chain.blockHeight + 1n)
    for (const address of [alice.publicKey.toBase58(), bob.toBase58()]) {
      expect(restored.getAccount(address)).toEqual(chain.getAccount(address))
      expect(restored.signaturesFor(address)).toEqual(chain.signaturesFor(address))
    }
    for (const signature of [landed, failed]) {
      expect(restored.transaction(signature)).toEqual(chain.transaction(signature))
    }
    expect(restored.tick().transactions.map((transaction) => transaction.signature)).toEqual([waiting])
    const again = signed(alice, blockhash, transfer(alice, bob, 3_000_000n))
    restored.submit(again)
    restored.tick()
    expect(restored.getAccount(bob.toBase58())?.lamports).toBe(6_000_000n)
    expect(restored.simulate(again).err).toBe('AlreadyProcessed')
  })

  it("refuses another chain's snapshot and bytes that are none", () => {
    const { chain } = world()
    const other = bs58.encode(new Uint8Array(32).fill(4))
    expect(() => Chain.restore(chain.snapshot(), { ...options, genesisHash: other })).toThrow(/is of chain/)
    expect(() => Chain.restore(new Uint8Array([1, 2, 3]), options)).toThrow()
  })
})

describe('journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slot-journal-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const stateOf = (chain: Chain, addresses: string[], signatures: string[]) => ({
    accounts: addresses.map((address) => chain.getAccount(address)),
    history: addresses.map((address) => chain.signaturesFor(address)),
    transactions: signatures.map((signature) => chain.transaction(signature)),
    fees: chain.fees.all(),
    count: chain.transactionCount,
  })

  it('brings a snapshot forward to the last closed slot, whatever was cut off behind it', () => {
    const path = join(folder, 'forward')
    const { chain, alice, bob, send } = world()
    const closed = Keypair.generate().publicKey
    fund(chain, closed, 5_000_000n)
    const journal = keepSlotJournal(chain, path)
    const signatures = [send(1_000_000n)]
    chain.tick()
    // Entries older than the snapshot stay in the file when the process dies before the reset.
    const { blockhash } = chain.latestBlockhash()
    chain.executeNow(signed(alice, blockhash, transfer(alice, bob, 1_000_001n)))
    const snapshot = chain.snapshot()
    chain.setAccount(closed.toBase58(), {
      lamports: 0n,
      owner: SYSTEM_PROGRAM,
      data: new Uint8Array(),
      executable: false,
    })
    for (const lamports of [1_000_002n, 99_000_000_000n, 1_000_003n]) {
      signatures.push(send(lamports))
      chain.tick()
    }
    const addresses = [alice.publicKey, bob, closed].map(String)
    const expected = stateOf(chain, addresses, signatures)
    const { slot, blockHeight } = chain
    appendFileSync(path, Buffer.from([255, 0, 0, 0, 1, 2]))

    const restored = Chain.restore(snapshot, options, readSlotJournal(path))
    expect(stateOf(restored, addresses, signatures)).toEqual(expected)
    expect([restored.slot, restored.blockHeight]).toEqual([slot, blockHeight])
    restored.submit(signed(alice, blockhash, transfer(alice, bob, 1_000_004n)))
    expect(restored.tick().transactions).toHaveLength(1)
    journal.close()
  })

  it("holds what the operator did at once, and an older entry of the snapshot's slot changes nothing", () => {
    const path = join(folder, 'at-once')
    const { chain, alice, bob, send } = world()
    const notes = [1, 2, 3]
    const journal = keepSlotJournal(chain, path, () => notes.shift())
    const pay = (lamports: bigint) =>
      chain.executeNow(signed(alice, chain.latestBlockhash().blockhash, transfer(alice, bob, lamports)))
        .signature
    const signatures = [pay(1_000_001n)]
    fund(chain, alice.publicKey, 7_000_000_000n)
    send(1_000_002n)
    const snapshot = chain.snapshot()
    const addresses = [alice.publicKey, bob].map(String)
    const restored = () => Chain.restore(snapshot, options, readSlotJournal(path))
    const [before, slot] = [stateOf(chain, addresses, signatures).accounts, chain.slot]
    expect(stateOf(restored(), addresses, signatures).accounts).toEqual(before)

    journal.reset()
    signatures.push(pay(1_000_003n))
    expect(readSlotJournal(path).map(({ note }) => note)).toEqual([2])
    const expected = stateOf(chain, addresses, signatures)
    const again = restored()
    expect(stateOf(again, addresses, signatures)).toEqual({ ...expected, fees: again.fees.all() })
    expect(again.slot).toBe(slot + 1n)
    expect(again.tick().transactions).toEqual([])

    chain.tick()
    signatures.push(pay(1_000_004n))
    expect(readSlotJournal(path).map((entry) => entry.slot - slot)).toEqual([0n, 0n, 1n])
    const late = stateOf(chain, addresses, signatures)
    expect(stateOf(restored(), addresses, signatures)).toEqual({ ...late, fees: restored().fees.all() })
    expect(
      restored()
        .fees.all()
        .map(({ paid }) => paid.length),
    ).toEqual([3, 1])
    expect(signatures.map((one) => restored().landingOrder(one))).toEqual([1, 2, 4])
    journal.close()
  })

  it('ends before a spoiled entry', () => {
    const path = join(folder, 'spoiled')
    const { chain } = world()
    const journal = keepSlotJournal(chain, path)
    chain.tick()
    journal.close()
    appendFileSync(path, Buffer.alloc(400))
    expect(readSlotJournal(path)).toHaveLength(1)
    appendFileSync(path, Buffer.from('whatever'))
    expect(readSlotJournal(path)).toHaveLength(1)
  })

  it('is empty after a reset, and refuses to join a snapshot with slots missing in between', () => {
    const path = join(folder, 'gap')
    const { chain, send } = world()
    const old = chain.snapshot()
    const journal = keepSlotJournal(chain, path)
    send(1_000_000n)
    chain.tick()
    expect(journal.size()).toBeGreaterThan(0)
    journal.reset()
    expect([journal.size(), readSlotJournal(path)]).toEqual([0, []])
    expect(readSlotJournal(join(folder, 'none'))).toEqual([])
    send(2_000_000n)
    chain.tick()
    expect(readSlotJournal(path)).toHaveLength(1)
    expect(() => Chain.restore(old, options, readSlotJournal(path))).toThrow(/The journal goes on/)
    journal.close()
  })
})
