import {
  ComputeBudgetProgram,
  PublicKey,
  StakeProgram,
  SystemProgram,
  TransactionInstruction,
} from '@solana/web3.js'
import {
  AuthorityType,
  createApproveInstruction,
  createAssociatedTokenAccountIdempotentInstruction,
  createBurnInstruction,
  createCloseAccountInstruction,
  createSetAuthorityInstruction,
  createSyncNativeInstruction,
  createTransferCheckedInstruction,
  createTransferInstruction,
} from '@solana/spl-token'
import { describe, expect, it } from 'vitest'
import { checkSwap } from '@/lib/domain/execution/check-swap'
import { JITO_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { decodeTransaction } from './decode-transaction'
import {
  account,
  BONK_MINT,
  intent,
  routeInstruction,
  setup,
  stranger,
  wallet,
  wireOf,
} from './swap-transactions.fixture'

const reader = { accounts: async () => new Map() }
const me = wallet.publicKey
const them = stranger.publicKey
const usdc = account(USDC_MINT)
const bonk = account(BONK_MINT)
const wsol = account(WSOL_MINT)
const theirs = account(USDC_MINT, them.toBase58())

const judge = async (instructions: TransactionInstruction[], payer?: PublicKey) =>
  checkSwap(await decodeTransaction(wireOf(instructions, { payer }), reader), { ...intent, tip: agreed })

const swap = () => [...setup(), routeInstruction()]
const transfer = (to: PublicKey, lamports: number) =>
  SystemProgram.transfer({ fromPubkey: me, toPubkey: to, lamports })
const tip = new PublicKey(JITO_TIP_ACCOUNTS[0]!)
const agreed = { account: tip.toBase58(), lamports: 10_000n }
const discriminator = (hex: string) => Buffer.from(hex, 'hex')

describe('F22 a swap that does what was asked', () => {
  it.each<[string, () => TransactionInstruction[]]>([
    ['as Jupiter builds it', swap],
    ['with the agreed tip', () => [...swap(), transfer(tip, 10_000)]],
    [
      'closing an emptied account in our favour',
      () => [...swap(), createCloseAccountInstruction(usdc, me, me)],
    ],
    ['synchronising our wrapped SOL', () => [...swap(), createSyncNativeInstruction(wsol)]],
    [
      'paying part of the input as a fee',
      () => [
        ...setup(),
        createTransferCheckedInstruction(usdc, new PublicKey(USDC_MINT), theirs, me, 1_000_000n, 6),
        routeInstruction({ inputRaw: 99_000_000n }),
      ],
    ],
  ])('passes %s', async (_, instructions) => {
    expect(await judge(instructions())).toEqual({ ok: true })
  })
})

describe('F22 a transaction that must never be signed', () => {
  it.each<[string, () => TransactionInstruction[], RegExp]>([
    ['swaps nothing', setup, /swaps nothing/],
    ['swaps twice', () => [...swap(), routeInstruction({ inputRaw: 1n })], /more than once/],
    ['spends more', () => [...setup(), routeInstruction({ inputRaw: 100_000_001n })], /spends 100000001/],
    ['promises less', () => [...setup(), routeInstruction({ quotedOutRaw: 999_998n })], /guarantees/],
    [
      'widens the slippage',
      () => [...setup(), routeInstruction({ slippageBps: 5_000 })],
      /guarantees 500000/,
    ],
    [
      'claims more than all as slippage',
      () => [...setup(), routeInstruction({ slippageBps: 60_000 })],
      /guarantees 0/,
    ],
    ['keeps the output', () => [...setup(), routeInstruction({ platformFeeBps: 255 })], /keeps 255 bps/],
    [
      'pays the output to a stranger',
      () => [...setup(), routeInstruction({ destination: account(BONK_MINT, them.toBase58()) })],
      /pays the output to/,
    ],
    [
      'redirects the output',
      () => [...setup(), routeInstruction({ redirect: account(BONK_MINT, them.toBase58()) })],
      /pays the output to/,
    ],
    [
      'sells another token',
      () => [...setup(), routeInstruction({ source: wsol })],
      /not from the input account/,
    ],
    [
      'buys another token',
      () => [...setup(), routeInstruction({ mint: new PublicKey(WSOL_MINT) })],
      /buys So1111/,
    ],
    [
      'buys through an exact-out route',
      () => [...setup(), routeInstruction({}, discriminator('d033ef977b2bed5c'))],
      /not an exact-in route/,
    ],
    [
      'cuts the route short',
      () => {
        const route = routeInstruction()
        route.data = route.data.subarray(0, 12)
        return [...setup(), route]
      },
      /not an exact-in route/,
    ],
    ['sends SOL to a stranger', () => [...swap(), transfer(them, 1)], /sends lamports to/],
    ['tips too much', () => [...swap(), transfer(tip, 10_001)], /tips 10001 lamports, 10000 were agreed/],
    ['tips twice', () => [...swap(), transfer(tip, 1), transfer(tip, 1)], /tips a second time/],
    [
      'tips somebody else who takes tips',
      () => [...swap(), transfer(new PublicKey(JITO_TIP_ACCOUNTS[1]!), 1)],
      /sends lamports to/,
    ],
    [
      'gives the wallet to a program',
      () => [...swap(), SystemProgram.assign({ accountPubkey: me, programId: tip })],
      /System instruction/,
    ],
    [
      'uses a durable nonce, which never expires',
      () => [SystemProgram.nonceAdvance({ noncePubkey: tip, authorizedPubkey: me }), ...swap()],
      /System instruction/,
    ],
    [
      'sends tokens elsewhere',
      () => [...swap(), createTransferInstruction(usdc, theirs, me, 1n)],
      /spends 100000001/,
    ],
    [
      'sends another token',
      () => [...swap(), createTransferInstruction(bonk, theirs, me, 1n)],
      /not from the input/,
    ],
    [
      'sends under another mint',
      () => [
        ...setup(),
        createTransferCheckedInstruction(usdc, new PublicKey(BONK_MINT), theirs, me, 1n, 6),
        routeInstruction({ inputRaw: 1n }),
      ],
      /transfers Dez/,
    ],
    [
      'approves a delegate',
      () => [...swap(), createApproveInstruction(usdc, them, me, 1n)],
      /token instruction \(4\)/,
    ],
    [
      'gives an account away',
      () => [...swap(), createSetAuthorityInstruction(usdc, me, AuthorityType.AccountOwner, them)],
      /token instruction \(6\)/,
    ],
    [
      'burns tokens',
      () => [...swap(), createBurnInstruction(bonk, new PublicKey(BONK_MINT), me, 1n)],
      /\(8\)/,
    ],
    [
      'closes to a stranger',
      () => [...swap(), createCloseAccountInstruction(bonk, them, me)],
      /in favour of/,
    ],
    [
      'unwraps the SOL position',
      () => [...swap(), createCloseAccountInstruction(wsol, me, me)],
      /wrapped SOL/,
    ],
    [
      'pays for the account of another',
      () => [
        ...swap(),
        createAssociatedTokenAccountIdempotentInstruction(me, theirs, them, new PublicKey(USDC_MINT)),
      ],
      /pays for a token account of/,
    ],
    [
      'creates account after account',
      () => [...setup(), ...setup(), ...setup(), ...swap(), ...setup()],
      /more than 4/,
    ],
    [
      'takes a fortune in fees',
      () => [ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 10_000_000_000 }), ...swap().slice(2)],
      /network fee/,
    ],
    [
      'calls an unknown program',
      () => [...swap(), new TransactionInstruction({ programId: them, keys: [], data: Buffer.alloc(0) })],
      /calls the program/,
    ],
    [
      'calls another native program',
      () => [...swap(), StakeProgram.deactivate({ stakePubkey: tip, authorizedPubkey: me }).instructions[0]!],
      /calls the program Stake/,
    ],
    [
      'wants another signature',
      () => [...swap(), createTransferInstruction(theirs, usdc, them, 1n)],
      /signature of another account/,
    ],
  ])('refuses one that %s', async (_, instructions, why) => {
    const result = await judge(instructions())
    expect(result.ok).toBe(false)
    expect(result).toMatchObject({ problem: expect.stringMatching(why) })
  })

  it('refuses one that another account pays for', async () => {
    expect(await judge(swap(), them)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/fee payer/),
    })
  })
})
