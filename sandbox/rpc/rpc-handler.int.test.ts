import {
  createMint,
  createTransferCheckedInstruction,
  getAccount,
  getMint,
  getOrCreateAssociatedTokenAccount,
  mintTo,
  TOKEN_2022_PROGRAM_ID,
  transfer,
} from '@solana/spl-token'
import {
  AddressLookupTableProgram,
  ComputeBudgetProgram,
  type Connection,
  Keypair,
  PublicKey,
  SendTransactionError,
  sendAndConfirmTransaction,
  SystemProgram,
  Transaction,
  TransactionExpiredBlockheightExceededError,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, openRpcWorld, type RpcWorld } from './rpc-world.fixture'

let world: RpcWorld
let connection: Connection
beforeAll(async () => {
  world = await openRpcWorld()
  connection = world.connect()
})
afterAll(() => world.close())

const sendSol = (from: Keypair, to: PublicKey, lamports: number) =>
  new Transaction().add(SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to, lamports }))

async function signedTransfer(from: Keypair, to: PublicKey, lamports: number) {
  const latest = await connection.getLatestBlockhash()
  const transaction = sendSol(from, to, lamports)
  Object.assign(transaction, { feePayer: from.publicKey, recentBlockhash: latest.blockhash })
  transaction.sign(from)
  return { wire: transaction.serialize(), latest }
}

describe('real web3.js and spl-token clients', () => {
  it('mint, transfer and read back tokens of both token programs', async () => {
    const payer = world.wallet()
    const friend = Keypair.generate()
    for (const program of [undefined, TOKEN_2022_PROGRAM_ID]) {
      const mint = await createMint(
        connection,
        payer,
        payer.publicKey,
        null,
        6,
        undefined,
        undefined,
        program,
      )
      const [mine, theirs] = await Promise.all(
        [payer.publicKey, friend.publicKey].map((owner) =>
          getOrCreateAssociatedTokenAccount(
            connection,
            payer,
            mint,
            owner,
            false,
            undefined,
            undefined,
            program,
          ),
        ),
      )
      await mintTo(connection, payer, mint, mine!.address, payer, 5_000_000n, [], undefined, program)
      const signature = await transfer(
        connection,
        payer,
        mine!.address,
        theirs!.address,
        payer,
        1_500_000n,
        [],
        undefined,
        program,
      )
      expect((await getAccount(connection, mine!.address, undefined, program)).amount).toBe(3_500_000n)
      expect((await getAccount(connection, theirs!.address, undefined, program)).amount).toBe(1_500_000n)
      expect((await getMint(connection, mint, undefined, program)).supply).toBe(5_000_000n)
      expect((await connection.getTokenSupply(mint)).value.uiAmountString).toBe('5')
      expect((await connection.getTokenAccountBalance(theirs!.address)).value.amount).toBe('1500000')
      const largest = await connection.getTokenLargestAccounts(mint)
      expect(largest.value.map((entry) => entry.amount)).toEqual(['3500000', '1500000'])

      const meta = (await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 }))!.meta!
      const amounts = (list: typeof meta.preTokenBalances) =>
        list!.map((entry) => entry.uiTokenAmount.amount).sort()
      expect(amounts(meta.preTokenBalances)).toEqual(['0', '5000000'])
      expect(amounts(meta.postTokenBalances)).toEqual(['1500000', '3500000'])
    }
    const held = await connection.getParsedTokenAccountsByOwner(friend.publicKey, {
      programId: TOKEN_2022_PROGRAM_ID,
    })
    expect(held.value.map((entry) => entry.account.data.parsed.info.tokenAmount.uiAmount)).toEqual([1.5])
  })

  it('confirm by block height and by signature alone', async () => {
    const payer = world.wallet()
    const to = Keypair.generate().publicKey
    const first = await signedTransfer(payer, to, 1_000_000)
    const signature = await connection.sendRawTransaction(first.wire)
    const byHeight = await connection.confirmTransaction({ signature, ...first.latest }, 'confirmed')
    expect(byHeight.value.err).toBeNull()
    const second = await connection.sendRawTransaction((await signedTransfer(payer, to, 1_000_001)).wire)
    expect((await connection.confirmTransaction(second, 'finalized')).value.err).toBeNull()
    expect(await connection.getBalance(to, 'finalized')).toBe(2_000_001)
    const { value } = await connection.getSignatureStatuses([signature, second])
    expect(value.map((status) => status?.err)).toEqual([null, null])
  })

  it('read a parsed transaction with its transfer in words', async () => {
    const payer = world.wallet()
    const to = Keypair.generate().publicKey
    const transaction = sendSol(payer, to, 1_234_567)
    const signature = await sendAndConfirmTransaction(connection, transaction, [payer])
    const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 })
    expect(parsed!.transaction.message.instructions).toMatchObject([
      {
        program: 'system',
        parsed: {
          type: 'transfer',
          info: { source: payer.publicKey.toBase58(), destination: to.toBase58(), lamports: 1_234_567 },
        },
      },
    ])
    const [info] = await connection.getSignaturesForAddress(to)
    expect(info).toMatchObject({ signature, slot: parsed!.slot, err: null })
    expect(await connection.getBlockTime(parsed!.slot)).toBe(parsed!.blockTime)
  })

  it('simulate without signatures and see accounts as they would become', async () => {
    const payer = world.wallet(1)
    const to = Keypair.generate().publicKey
    const { blockhash } = await connection.getLatestBlockhash()
    const message = new TransactionMessage({
      payerKey: payer.publicKey,
      recentBlockhash: blockhash,
      instructions: sendSol(payer, to, 400_000_000).instructions,
    }).compileToV0Message()
    const { value } = await connection.simulateTransaction(new VersionedTransaction(message), {
      accounts: { encoding: 'base64', addresses: [to.toBase58()] },
      innerInstructions: true,
    })
    expect(value).toMatchObject({ err: null, unitsConsumed: 150 })
    expect(value.accounts?.[0]?.lamports).toBe(400_000_000)
    expect(await connection.getBalance(to, 'processed')).toBe(0)
    expect((await connection.getFeeForMessage(message)).value).toBe(5_000)
  })

  it('get logs of a refused preflight, and the error of a transaction that landed failed', async () => {
    const payer = world.wallet(1)
    const to = Keypair.generate().publicKey
    const { wire, latest } = await signedTransfer(payer, to, 5_000_000_000)
    const refused = await connection.sendRawTransaction(wire).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SendTransactionError)
    expect(String(refused)).toContain('custom program error: 0x1')
    expect((refused as SendTransactionError).logs?.join()).toContain('insufficient lamports')

    const signature = await connection.sendRawTransaction(wire, { skipPreflight: true })
    // web3.js resolves with the error when told over the socket, and rejects with it when it asked over HTTP, then
    // without waiting for the commitment.
    const outcome = connection.confirmTransaction({ signature, ...latest }).then(({ value }) => value.err)
    const err: unknown = await outcome.catch((error: unknown) => error)
    expect(err).toEqual({ InstructionError: [0, { Custom: 1 }] })
    expect(await connection.getBalance(payer.publicKey, 'processed')).toBe(999_995_000)
  })

  it('use lookup tables', async () => {
    const payer = world.wallet()
    const to = Keypair.generate().publicKey
    const [create, table] = AddressLookupTableProgram.createLookupTable({
      authority: payer.publicKey,
      payer: payer.publicKey,
      recentSlot: (await connection.getSlot('confirmed')) - 1,
    })
    const extend = AddressLookupTableProgram.extendLookupTable({
      lookupTable: table,
      authority: payer.publicKey,
      payer: payer.publicKey,
      addresses: [to],
    })
    await sendAndConfirmTransaction(connection, new Transaction().add(create, extend), [payer])
    const lookup = (await connection.getAddressLookupTable(table)).value!
    const latest = await connection.getLatestBlockhash()
    const transaction = new VersionedTransaction(
      new TransactionMessage({
        payerKey: payer.publicKey,
        recentBlockhash: latest.blockhash,
        instructions: sendSol(payer, to, 2_000_000).instructions,
      }).compileToV0Message([lookup]),
    )
    transaction.sign([payer])
    const signature = await connection.sendTransaction(transaction)
    await connection.confirmTransaction({ signature, ...latest })
    const landed = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 })
    expect(landed!.meta!.loadedAddresses!.writable.map(String)).toEqual([to.toBase58()])
    await expect(connection.getTransaction(signature)).rejects.toThrow(/version \(0\) is not supported/)
  })

  it('receive airdrops as real transactions', async () => {
    const to = Keypair.generate().publicKey
    const signatures = await Promise.all([1, 2].map(() => connection.requestAirdrop(to, 1_000_000_000)))
    expect(new Set(signatures).size).toBe(2)
    for (const signature of signatures) await connection.confirmTransaction(signature)
    expect(await connection.getBalance(to)).toBe(2_000_000_000)
  })

  it('hear of accounts, logs, signatures and slots', async () => {
    const payer = world.wallet()
    const to = Keypair.generate().publicKey
    const heard = { balances: [] as number[], logs: [] as string[], slots: [] as number[] }
    const subscriptions = [
      connection.onAccountChange(to, (account) => heard.balances.push(account.lamports), {
        commitment: 'processed',
      }),
      connection.onLogs(to, (logs) => heard.logs.push(logs.signature), 'processed'),
      connection.onSlotChange(({ slot }) => heard.slots.push(slot)),
    ]
    await eventually(() => heard.slots.length > 1)
    await world.betweenSlots(async () => {
      const account = world.chain.getAccount(payer.publicKey.toBase58())!
      world.chain.setAccount(to.toBase58(), { ...account, lamports: 7_000_000n })
      await eventually(() => heard.balances.length === 1)
    })
    const signature = await sendAndConfirmTransaction(connection, sendSol(payer, to, 1_000_000), [payer])
    await eventually(() => heard.logs.length === 1 && heard.balances.length === 2)
    expect(heard.balances).toEqual([7_000_000, 8_000_000])
    expect(heard.logs).toEqual([signature])
    const [first, last] = [heard.slots[0]!, heard.slots.at(-1)!]
    expect(last - first).toBe(heard.slots.length - 1)
    await connection.removeAccountChangeListener(subscriptions[0]!)
    await connection.removeOnLogsListener(subscriptions[1]!)
    await connection.removeSlotChangeListener(subscriptions[2]!)
  })

  it('read SPL transfers as transferChecked in words', async () => {
    const payer = world.wallet()
    const mint = await createMint(connection, payer, payer.publicKey, null, 9)
    const mine = await getOrCreateAssociatedTokenAccount(connection, payer, mint, payer.publicKey)
    const theirs = await getOrCreateAssociatedTokenAccount(
      connection,
      payer,
      mint,
      Keypair.generate().publicKey,
    )
    await mintTo(connection, payer, mint, mine.address, payer, 10n ** 18n)
    const signature = await sendAndConfirmTransaction(
      connection,
      new Transaction().add(
        ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 5_000 }),
        createTransferCheckedInstruction(
          mine.address,
          mint,
          theirs.address,
          payer.publicKey,
          123_456_789n,
          9,
        ),
      ),
      [payer],
    )
    const parsed = await connection.getParsedTransaction(signature, { maxSupportedTransactionVersion: 0 })
    expect(parsed!.transaction.message.instructions[1]).toMatchObject({
      program: 'spl-token',
      parsed: { type: 'transferChecked', info: { tokenAmount: { uiAmountString: '0.123456789' } } },
    })
    const fees = await connection.getRecentPrioritizationFees({ lockedWritableAccounts: [theirs.address] })
    expect(Math.max(...fees.map((fee) => fee.prioritizationFee))).toBe(5_000)
  })
})

describe('blockhashes', () => {
  it('expire: a transaction never sent is proven dead', async () => {
    const fast = await openRpcWorld(8)
    try {
      const client = fast.connect()
      const payer = fast.wallet()
      const latest = await client.getLatestBlockhash()
      const transaction = sendSol(payer, Keypair.generate().publicKey, 1_000_000)
      Object.assign(transaction, { feePayer: payer.publicKey, recentBlockhash: latest.blockhash })
      transaction.sign(payer)
      fast.faults.add({ target: 'helius', kind: 'drop_transactions' })
      const signature = await client.sendRawTransaction(transaction.serialize())
      const outcome = await client
        .confirmTransaction({ signature, ...latest })
        .catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(TransactionExpiredBlockheightExceededError)
      fast.faults.clear()
      await expect(client.sendRawTransaction(transaction.serialize())).rejects.toThrow(/Blockhash not found/)
    } finally {
      await fast.close()
    }
  })

  it('F06 younger than the preflight commitment are not found, and are at the same commitment', async () => {
    await world.betweenSlots(async () => {
      const { wire } = await signedTransfer(world.wallet(), Keypair.generate().publicKey, 1_000_000)
      const send = async (options: Record<string, unknown>) => {
        const params = [wire.toString('base64'), { encoding: 'base64', ...options }]
        return (await world.post({ jsonrpc: '2.0', id: 1, method: 'sendTransaction', params })).json()
      }
      expect(await send({})).toMatchObject({
        error: { code: -32002, message: 'Transaction simulation failed: Blockhash not found' },
      })
      expect(await send({ preflightCommitment: 'confirmed' })).toMatchObject({ result: expect.any(String) })
    })
  })

  it('leave the status cache after 300 slots, and stay in the history', async () => {
    const payer = world.wallet()
    const { wire } = await signedTransfer(payer, Keypair.generate().publicKey, 1_000_000)
    const signature = await connection.sendRawTransaction(wire)
    await eventually(() => world.chain.status(signature))
    for (let slots = 0; slots < 310; slots++) world.chain.tick()
    const ask = async (searchTransactionHistory: boolean) =>
      (await connection.getSignatureStatuses([signature], { searchTransactionHistory })).value[0]
    expect(await ask(false)).toBeNull()
    expect(await ask(true)).toMatchObject({ err: null, confirmationStatus: 'finalized', confirmations: null })
  })

  it('answer context slots by commitment and refuse a slot not reached yet', async () => {
    const [processed, finalized] = [
      await connection.getSlot('processed'),
      await connection.getSlot('finalized'),
    ]
    expect(processed - finalized).toBeGreaterThan(25)
    const ahead = world.connect('helius').getBalance(Keypair.generate().publicKey, {
      commitment: 'confirmed',
      minContextSlot: processed + 1_000,
    })
    await expect(ahead).rejects.toThrow('Minimum context slot has not been reached')
  })
})

describe('JSON-RPC', () => {
  const SYSTEM = SystemProgram.programId.toBase58()
  const big = Buffer.alloc(1_300).toString('base64')
  const call = (method: string, params: unknown[] = [], id: number | string = 1) => ({
    jsonrpc: '2.0',
    id,
    method,
    params,
  })
  const ask = async (body: unknown, provider?: string) => (await world.post(body, provider)).json()

  it('answers batches in order, each with its own error', async () => {
    const answers = await ask([
      call('getHealth', [], 'a'),
      call('noSuchMethod', [], 'b'),
      call('getBalance', ['x'], 'c'),
    ])
    expect(answers).toMatchObject([
      { id: 'a', result: 'ok' },
      { id: 'b', error: { code: -32601 } },
      { id: 'c', error: { code: -32602 } },
    ])
  })

  it.each([
    ['cut JSON', '{"jsonrpc"', -32700],
    ['an empty batch', '[]', -32600],
    ['a bare number', '7', -32600],
    ['an address that is a number', call('getBalance', [5]), -32602],
    ['a method that only objects have', call('toString'), -32601],
    ['a transaction that is not base58', call('sendTransaction', ['!!!']), -32602],
    ['a transaction above 1232 bytes', call('sendTransaction', [big, { encoding: 'base64' }]), -32602],
    ['a transaction that ends early', call('sendTransaction', ['AQ==', { encoding: 'base64' }]), -32602],
    ['a signature too short', call('getTransaction', ['1'.repeat(20)]), -32602],
    ['an unknown commitment', call('getAccountInfo', [SYSTEM, { commitment: 'soon' }]), -32602],
    ['a mint that is none', call('getTokenSupply', [SYSTEM]), -32602],
  ])('refuses %s', async (_what, body, code) => {
    expect(await ask(body)).toMatchObject({ error: { code } })
  })

  it('refuses a wrong signature with -32003', async () => {
    const { wire } = await signedTransfer(world.wallet(), Keypair.generate().publicKey, 1_000_000)
    wire[3]! ^= 1
    const options = { encoding: 'base64', preflightCommitment: 'confirmed' }
    expect(await ask(call('sendTransaction', [wire.toString('base64'), options]))).toMatchObject({
      error: { code: -32003 },
    })
  })

  it('answers every other method a client may ask', async () => {
    const owner = world.wallet(3).publicKey.toBase58()
    const results = await ask([
      call('getVersion'),
      call('getGenesisHash'),
      call('getEpochInfo'),
      call('getTransactionCount'),
      call('minimumLedgerSlot'),
      call('getSlotLeader'),
      call('getMinimumBalanceForRentExemption', [165]),
      call('isBlockhashValid', [
        (await connection.getLatestBlockhash()).blockhash,
        { commitment: 'confirmed' },
      ]),
      call('getMultipleAccounts', [[owner, Keypair.generate().publicKey.toBase58()], { encoding: 'base64' }]),
      call('getProgramAccounts', ['11111111111111111111111111111111', { filters: [{ dataSize: 9 }] }]),
    ])
    expect(results.map((answer: { error?: unknown }) => answer.error)).toEqual(Array(10).fill(undefined))
    const [, genesis, epoch, , , leader, rent, valid, accounts, owned] = results.map(
      (a: { result: unknown }) => a.result,
    )
    expect(genesis).toBe(world.chain.genesisHash)
    expect(epoch.absoluteSlot).toBe(epoch.epoch * 432_000 + epoch.slotIndex)
    expect(new PublicKey(leader).toBase58()).toBe(leader)
    expect(rent).toBe(2_039_280)
    expect(valid.value).toBe(true)
    expect(accounts.value.map((account: { lamports: number } | null) => account?.lamports)).toEqual([
      3e9,
      undefined,
    ])
    expect(owned).toEqual([])
  })

  it('estimates priority fees for Helius alone, from what was paid', async () => {
    const payer = world.wallet()
    for (const microLamports of [1_000, 3_000, 9_000]) {
      const transaction = sendSol(payer, Keypair.generate().publicKey, 1_000_000)
      transaction.add(ComputeBudgetProgram.setComputeUnitPrice({ microLamports }))
      await sendAndConfirmTransaction(connection, transaction, [payer])
    }
    const request = {
      accountKeys: [payer.publicKey.toBase58()],
      options: { includeAllPriorityFeeLevels: true },
    }
    const estimate = call('getPriorityFeeEstimate', [request])
    expect((await ask(estimate)).result.priorityFeeLevels).toEqual({
      min: 1_000,
      low: 1_000,
      medium: 3_000,
      high: 9_000,
      veryHigh: 9_000,
      unsafeMax: 9_000,
    })
    const high = { ...request, options: { priorityLevel: 'High' } }
    expect((await ask(call('getPriorityFeeEstimate', [high]))).result).toEqual({ priorityFeeEstimate: 9_000 })
    expect(await ask(estimate, 'alchemy')).toMatchObject({ error: { code: -32601 } })
  })
})
