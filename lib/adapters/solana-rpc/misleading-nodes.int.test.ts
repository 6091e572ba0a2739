import { afterEach, describe, expect, it } from 'vitest'
import { atSlot, type NodeAnswer, type NodeCall, openFakeNode } from './fake-node.fixture'
import { createSolanaRpc } from './solana-rpc'

type Answers = (call: NodeCall) => NodeAnswer | 'hangs'

const closers: (() => unknown)[] = []
afterEach(async () => void (await Promise.all(closers.splice(0).map((close) => close()))))

const WALLET = '11111111111111111111111111111111'
const CHAIN = 1_000_000
/** Nothing here hangs, and a busy machine takes its time. */
const timeoutMs = 2_000
const soon = { timeout: 10_000 }
const honest: Answers = (call) => atSlot(CHAIN, call)

/** Nodes in order of preference, each heard of once. */
const open = async (answers: Record<string, Answers>, { rps = 1_000, probeEveryMs = 60 } = {}) => {
  const nodes = await Promise.all(Object.entries(answers).map(([name, say]) => openFakeNode(name, say)))
  const logger = { warn: () => {} }
  const rpc = createSolanaRpc({ providers: nodes, rps, logger, timeoutMs, probeEveryMs })
  closers.push(rpc.close, ...nodes.map(({ close }) => close))
  await expect.poll(() => rpc.nodes().every(({ slot }) => slot !== null), soon).toBe(true)
  const simulate = () => rpc.simulate(new Uint8Array(10), { wallet: WALLET, mints: [] })
  const timesAsked = (name: string, method: string) =>
    nodes.find((node) => node.name === name)!.asked.filter((asked) => asked === method).length
  return { rpc, simulate, timesAsked }
}

it('accounts of a slot far beyond the chain are read from the next node', async () => {
  const liar: Answers = (call) => atSlot(call.method === 'getMultipleAccounts' ? CHAIN + 5_000 : CHAIN, call)
  const { rpc } = await open({ a: liar, b: honest, c: honest })
  expect((await rpc.accounts([WALLET])).get(WALLET)).toMatchObject({ slot: BigInt(CHAIN), node: 'b' })
})

it('F07 a node behind is read from where the only other one tells slots and fails at all else', async () => {
  const broken: Answers = (call) => (call.method === 'getSlot' ? honest(call) : { status: 500 })
  const behind: Answers = (call) => atSlot(CHAIN - 12, call)
  const { rpc, simulate, timesAsked } = await open({ a: broken, b: behind })
  await expect.poll(() => rpc.nodes().map(({ state }) => state), soon).toEqual(['healthy', 'behind'])
  for (let n = 0; n < 5; n += 1) expect(await simulate()).toMatchObject({ error: null })
  expect(timesAsked('b', 'simulateTransaction')).toBe(5)
})

it.each([1, 2])(
  'F07 one node 500 slots ahead of %i others keeps nobody from selling, alive or dead',
  async (others) => {
    let [dead, chain] = [false, CHAIN]
    const ahead: Answers = (call) => (dead ? { status: 500 } : atSlot(chain + 500, call))
    const honestNow: Answers = (call) => atSlot(chain, call)
    const { rpc, simulate } = await open({
      a: ahead,
      b: honestNow,
      ...(others === 2 ? { c: honestNow } : {}),
    })
    const states = others === 2 ? ['healthy', 'healthy', 'healthy'] : ['healthy', 'behind']
    await expect.poll(() => rpc.nodes().map(({ state }) => state), soon).toEqual(states)
    const sells = async () => {
      await rpc.balances(WALLET)
      return { ...(await simulate()), blockhash: (await rpc.latestBlockhash()).blockhash }
    }
    const first = others === 2 ? chain : chain + 500
    expect(await sells()).toMatchObject({ error: null, blockhash: `of ${first}` })
    dead = true
    // What was read of the wallet may be ahead by so much.
    chain += 32
    expect(await sells()).toMatchObject({ error: null, blockhash: `of ${chain}` })
  },
)

it('F08 a poll of hundreds of accounts does not hold up what is under way', async () => {
  const { rpc, simulate } = await open({ a: honest }, { rps: 5, probeEveryMs: 400 })
  const ended: string[] = []
  const addresses = Array.from({ length: 1_200 }, (_, n) => `account ${n}`)
  const poll = rpc.accounts(addresses, { need: 'poll' }).then(() => ended.push('poll'))
  const simulated = simulate().then(() => ended.push('simulation'))
  await Promise.all([poll, simulated])
  expect(ended).toEqual(['simulation', 'poll'])
})

it('a node that takes a call for wrong is followed by the next', async () => {
  const missing = { error: { code: -32602, message: 'invalid transaction: unknown address table' } }
  const young: Answers = (call) => (call.method === 'simulateTransaction' ? missing : honest(call))
  const { rpc, simulate } = await open({ a: young, b: honest })
  expect(await simulate()).toMatchObject({ error: null })
  expect(rpc.healthyNodes()).toBe(2)
})

describe('one answer with a slot from the future', () => {
  const lyingOnce = () => {
    let lies = true
    const answers: Answers = (call) => {
      const aboutWallet = call.method === 'getBalance' || call.method === 'getTokenAccountsByOwner'
      return atSlot(lies && aboutWallet ? CHAIN + 5_000 : CHAIN, call)
    }
    return { answers, end: () => (lies = false) }
  }

  it.each([1, 3])('leaves the wallet sellable: %i nodes', async (count) => {
    const liar = lyingOnce()
    const others = { b: honest, c: honest }
    const { rpc, simulate } = await open({ a: liar.answers, ...(count === 3 ? others : {}) })
    await rpc.balances(WALLET)
    liar.end()
    expect(await simulate()).toMatchObject({ error: null })
  })
})
