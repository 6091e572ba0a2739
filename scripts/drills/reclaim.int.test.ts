import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reclaimInput } from '@/lib/contracts/reclaim'
import { listReclaimable } from '@/lib/services/wallets/list-reclaimable'
import { requestReclaim } from '@/lib/services/wallets/request-reclaim'
import { openBonk } from './positions-in-drills'
import { openTradingWorld, type TradingWorld, USDC } from './trading-world'
import { walletOf } from './wallets-in-drills'

describe('rent and dust', () => {
  let world: TradingWorld
  let wallet: ReturnType<typeof walletOf>
  let bonk: string
  let jup: string
  beforeAll(async () => {
    world = await openTradingWorld()
    wallet = walletOf(world)
  })
  afterAll(() => world.close())

  const deps = () => ({
    db: world.db,
    reclaims: world.parts.createExecution(world.vaultKey).reclaims,
    readMarket: world.parts.readMarket,
    enqueue: world.enqueue,
    onEnqueueFailed: () => {},
  })
  const list = () => listReclaimable(deps(), wallet.ctx)
  const ask = (input: Record<string, unknown>, key: string = randomUUID()) =>
    requestReclaim(deps(), wallet.ctx, reclaimInput.parse(input), { key, bodyHash: JSON.stringify(input) })
  const listed = (mint: string) =>
    world.until('the account can be closed', async () =>
      (await list()).accounts.find((account) => account.mint === mint),
    )
  const lamports = async () => BigInt((await world.ledger()).lamports)
  const refusal = (code: string) => expect.objectContaining({ code })

  it('leaves alone what a position uses', async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    bonk = position.token.mint
    const held = await deps().reclaims.tokenAccounts(world.user.wallet)
    const account = held.find((one) => one.mint === bonk)!
    expect((await list()).accounts).toEqual([])
    await expect(ask({ accounts: [account.address], burnDust: true })).rejects.toEqual(refusal('validation'))
    const usdc = held.find((one) => one.mint !== bonk)!
    await expect(ask({ accounts: [usdc.address], burnDust: true })).rejects.toEqual(refusal('validation'))
    await world.finished((await world.placeSell(position.id)).orderId)
    await worker.stop()
  })

  it('shows what would come back, and asks before it burns', async () => {
    const worker = await world.startTrading()
    const other = await world.newTrader()
    await world.until('the other trader is funded', async () =>
      (await world.parts.rpc.balances(other.user.wallet)).tokens.get(USDC),
    )
    const { orderId } = await other.placeBuy({ token: 'JUP', amountUsd: 50 })
    const bought = await world.finished(orderId)
    expect(bought.status, JSON.stringify(bought.timeline)).toBe('FILLED')
    jup = bought.token.mint
    await worker.stop()
    await world.control('POST', '/transfer', {
      from: other.user.wallet,
      to: world.user.wallet,
      mint: jup,
      amountRaw: '25',
    })
    const [empty, dust] = [await listed(bonk), await listed(jup)]
    expect(empty).toMatchObject({ kind: 'EMPTY', amountRaw: '0', rentSol: '0.00203928' })
    expect(dust).toMatchObject({ kind: 'DUST', symbol: 'JUP', amountRaw: '25' })
    expect(Number(dust.valueUsd)).toBeLessThan(0.1)
    expect(await list()).toMatchObject({ rentSol: '0.00407856', maxAccounts: 10 })
    const both = [empty.account, dust.account]
    await expect(ask({ accounts: both })).rejects.toEqual(refusal('validation'))
  })

  it('brings it back to the lamport, once, however often it is asked', async () => {
    const accounts = [(await listed(bonk)).account, (await listed(jup)).account]
    const before = await lamports()
    const worker = await world.startTrading()
    const key = randomUUID()
    const [first, again] = await Promise.all([
      ask({ accounts, burnDust: true }, key),
      ask({ accounts, burnDust: true }, key),
    ])
    expect(again.id).toBe(first.id)
    const done = await wallet.finishedOperation(first.id)
    expect(done, done.detail).toMatchObject({ kind: 'RECLAIM', status: 'CONFIRMED', amount: '0.00407856' })
    expect((await lamports()) - before).toBe(4_078_560n - BigInt(done.feeLamports!))
    const left = await deps().reclaims.tokenAccounts(world.user.wallet)
    expect(left.filter((one) => accounts.includes(one.address))).toEqual([])
    expect((await list()).accounts).toEqual([])
    await worker.stop()
  })

  it('stays away from an account that a buy begins to use before it is signed', async () => {
    const worker = await world.startTrading()
    const { position } = await openBonk(world)
    await world.finished((await world.placeSell(position.id)).orderId)
    await worker.stop()
    const { id } = await ask({ accounts: [(await listed(bonk)).account] })
    const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 20 })
    const next = await world.startTrading()
    expect(await wallet.finishedOperation(id)).toMatchObject({ status: 'REJECTED', signature: null })
    expect((await world.finished(orderId)).status).toBe('FILLED')
    await next.stop()
  })
})
