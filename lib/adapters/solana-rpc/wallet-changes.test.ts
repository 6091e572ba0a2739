import { describe, expect, it } from 'vitest'
import type { Provider } from './provider'
import { idleNode } from './idle-node.fixture'
import { readWalletChanges } from './wallet-changes'

const wallet = 'AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9'
const other = '9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu'

const held = (accountIndex: number, mint: string, owner: string, amount: string) => ({
  accountIndex,
  mint,
  owner,
  uiTokenAmount: { amount, decimals: 9, uiAmount: null },
})

const meta = {
  fee: 5_001,
  err: null as unknown,
  preBalances: [100, 9_000_000_000],
  postBalances: [100, 8_997_955_719],
  loadedAddresses: { writable: [wallet], readonly: [] },
  preTokenBalances: [] as ReturnType<typeof held>[],
  postTokenBalances: [] as ReturnType<typeof held>[],
}

/** As a node tells it: https://solana.com/docs/rpc/http/gettransaction, encoding json. */
const landed = async (changes: Partial<typeof meta> = {}) => {
  const header = { numRequiredSignatures: 1, numReadonlySignedAccounts: 0, numReadonlyUnsignedAccounts: 0 }
  const message = { header, accountKeys: [other], recentBlockhash: other, instructions: [] }
  const answer = {
    slot: 7,
    blockTime: 1_700_000_000,
    transaction: { message, signatures: ['sig'] },
    meta: { ...meta, ...changes },
    version: 0,
  }
  const provider: Provider = {
    name: 'one',
    ...idleNode,
    ask: async (_, schema) => schema.parse(answer),
  }
  const found = await readWalletChanges(provider, 'sig', wallet, () => 5)
  if (!found) throw new Error('nothing was found')
  return found
}

describe('what a landed transaction did to a wallet', () => {
  it('finds the wallet among the addresses of lookup tables', async () => {
    expect(await landed()).toMatchObject({
      lamports: -2_044_281n,
      feeLamports: 5_001n,
      slot: 7n,
      error: null,
    })
    expect((await landed()).at.toISOString()).toBe('2023-11-14T22:13:20.000Z')
  })

  it('F23 sums accounts of one mint beyond 2^53, and leaves others and unchanged mints out', async () => {
    const { tokens } = await landed({
      preTokenBalances: [
        held(1, 'in', wallet, '18446744073709551615'),
        held(2, 'same', wallet, '5'),
        held(3, 'out', other, '1000'),
      ],
      postTokenBalances: [
        held(1, 'in', wallet, '18446744073709551614'),
        held(2, 'same', wallet, '5'),
        held(3, 'out', other, '0'),
        held(4, 'out', wallet, '9007199254740993'),
        held(5, 'out', wallet, '1'),
      ],
    })
    expect(tokens).toEqual(
      new Map([
        ['in', -1n],
        ['out', 9_007_199_254_740_994n],
      ]),
    )
  })

  it('counts an account that was closed as emptied', async () => {
    const { tokens } = await landed({
      preTokenBalances: [held(1, 'in', wallet, '42')],
      postTokenBalances: [],
    })
    expect(tokens.get('in')).toBe(-42n)
  })

  it('splits the loss of SOL into network fee, priority fee, rent and tip', async () => {
    const account = (amount: string) => [held(0, 'coin', wallet, amount)]
    const bought = await landed({
      fee: 12_000,
      preBalances: [0, 9_000_000_000],
      postBalances: [2_039_280, 9_000_000_000 - 12_000 - 2_039_280 - 1_000],
      postTokenBalances: account('5'),
    })
    expect(bought.fees).toEqual({ network: 5_000n, priority: 7_000n, rent: 2_039_280n, tip: 1_000n })
    const closed = await landed({
      fee: 5_000,
      preBalances: [2_039_280, 9_000_000_000],
      postBalances: [0, 9_000_000_000 - 5_000 + 2_039_280],
      preTokenBalances: account('5'),
    })
    expect(closed.fees).toEqual({ network: 5_000n, priority: 0n, rent: -2_039_280n, tip: 0n })
  })

  it('counts wrapped SOL as a token, and only the rest of its account as rent', async () => {
    const wrapped = 'So11111111111111111111111111111111111111112'
    const { fees, tokens } = await landed({
      fee: 5_000,
      preBalances: [0, 9_000_000_000],
      postBalances: [502_039_280, 9_000_000_000 - 5_000 - 2_039_280],
      postTokenBalances: [held(0, wrapped, wallet, '500000000')],
    })
    expect(tokens.get(wrapped)).toBe(500_000_000n)
    expect(fees).toEqual({ network: 5_000n, priority: 0n, rent: 2_039_280n, tip: 0n })
  })

  it('F25 finds what a mint withheld from a transfer', async () => {
    const { withheld, tokens } = await landed({
      preTokenBalances: [held(0, 'taxed', other, '1000'), held(3, 'plain', other, '70')],
      postTokenBalances: [
        held(0, 'taxed', other, '0'),
        held(1, 'taxed', wallet, '970'),
        held(3, 'plain', other, '0'),
        held(4, 'plain', wallet, '70'),
      ],
    })
    expect(withheld).toEqual(new Map([['taxed', 30n]]))
    expect(tokens.get('taxed')).toBe(970n)
  })

  it('tells a failure that took only the fee', async () => {
    const failed = await landed({ err: { InstructionError: [2, { Custom: 6001 }] } })
    expect(failed).toMatchObject({ customCode: 6001, error: expect.stringContaining('slippage') })
  })
})
