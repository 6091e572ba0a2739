import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { afterFailure, askCircuit, type Circuit } from '@/lib/domain/execution/circuit'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { AppError } from '@/lib/errors'
import type { CircuitBreakers } from '@/lib/ports/circuit-breakers'
import type { ExecutionVenue, PreparedSwap, VenueQuote } from '@/lib/ports/execution-venue'
import { createSwapRouter } from './create-swap-router'
import type { RoutedOrder } from './swap-router'

const order: RoutedOrder = {
  ...{ inputMint: 'token', outputMint: USDC_MINT, inputRaw: 1_000n, slippageBps: 100 },
  ...{ wallet: 'wallet', priority: 'entry', policy: 'best-net', failures: 0 },
}
const down = new AppError('venue.unavailable', 'It is down.', { retry: 'retryable' })
const noRoute = new AppError('token.unknown', 'No route.')
const limited = new AppError('venue.unavailable', 'Slow.', { retry: 'retryable', extra: { retryAfterMs: 5 } })

type Answer = bigint | Error | { after: number; then: bigint | Error }

/** Answers what it is told; it is an error to ask it for more. */
const venueThat = (name: string, ...answers: Answer[]) => {
  const asked: string[] = []
  const answer = async (what: string): Promise<VenueQuote> => {
    asked.push(what)
    const next = answers.length > 1 ? answers.shift()! : answers[0]
    if (next === undefined) throw new Error(`${name} must not be asked`)
    const late = typeof next === 'object' && 'after' in next
    if (late) await new Promise((resolve) => setTimeout(resolve, next.after))
    const outputRaw = late ? next.then : next
    if (outputRaw instanceof Error) throw outputRaw
    return {
      ...order,
      ...{ venue: name, outputRaw, minOutputRaw: outputRaw, priceImpactPct: null },
      ...{ route: [], costLamports: 0n, raw: { from: name } },
    }
  }
  const venue: ExecutionVenue = {
    name,
    quote: () => answer('quote'),
    offer: async () => {
      const quote = await answer('offer')
      return { quote, build: async () => ({ ...quote, reference: name }) as PreparedSwap }
    },
  }
  return Object.assign(venue, { asked })
}

const breakers = (): CircuitBreakers & { known: Map<string, Circuit> } => {
  const known = new Map<string, Circuit>()
  return {
    known,
    ask: async (service) => {
      const { passage, next } = askCircuit(known.get(service) ?? null, Date.now())
      if (next) known.set(service, next)
      return passage
    },
    succeeded: async (service) => void known.delete(service),
    failed: async (service) => void known.set(service, afterFailure(known.get(service) ?? null, Date.now())),
  }
}
const routerOf = (venues: ExecutionVenue[], circuits: CircuitBreakers = breakers()) =>
  createSwapRouter({ venues, circuits, solPriceUsd: async () => decimal('150') })
const venuesOf = async (router: ReturnType<typeof routerOf>, changes: Partial<RoutedOrder> = {}) =>
  (await router.routes({ ...order, ...changes })).ranked.map(({ quote }) => quote.venue)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('routes', () => {
  it('come from all venues, best first, with everyone on the receipt', async () => {
    const { ranked, receipt } = await routerOf([
      venueThat('jupiter', 900n),
      venueThat('bags', 1_000n),
      venueThat('third', noRoute),
    ]).routes(order)
    expect(ranked.map(({ quote }) => quote.venue)).toEqual(['bags', 'jupiter'])
    expect(await ranked[0]!.build()).toMatchObject({ reference: 'bags', outputRaw: 1_000n })
    expect(receipt).toMatchObject({
      policy: 'best-net',
      offers: [
        { venue: 'bags', netOutputRaw: '1000', quote: { from: 'bags' } },
        { venue: 'jupiter', netOutputRaw: '900', quote: { from: 'jupiter' } },
        { venue: 'third', error: 'No route.' },
      ],
    })
    expect(JSON.parse(JSON.stringify(receipt))).toEqual(receipt)
  })

  it('F02 fall back to the venue that answers while the other is down', async () => {
    expect(await venuesOf(routerOf([venueThat('jupiter', down), venueThat('bags', 5n)]))).toEqual(['bags'])
  })

  it('wait for a slow venue only so long, less for an exit', async () => {
    const slow = () => venueThat('bags', { after: 400, then: 2_000n })
    const entry = venuesOf(routerOf([venueThat('jupiter', 1_000n), slow()]))
    await vi.advanceTimersByTimeAsync(400)
    expect(await entry).toEqual(['bags', 'jupiter'])
    const exit = venuesOf(routerOf([venueThat('jupiter', 1_000n), slow()]), { priority: 'exit' })
    await vi.advanceTimersByTimeAsync(250)
    expect(await exit).toEqual(['jupiter'])
  })

  it('spend one budget only where any answer will do', async () => {
    const rest = venueThat('bags')
    expect(await venuesOf(routerOf([venueThat('jupiter', 1n), rest]), { priority: 'refresh' })).toEqual([
      'jupiter',
    ])
    expect(rest.asked).toEqual([])
    const next = routerOf([venueThat('jupiter', down), venueThat('bags', 1n)])
    expect(await venuesOf(next, { priority: 'refresh' })).toEqual(['bags'])
  })

  it('give the second venue its turn when the order keeps failing', async () => {
    const router = routerOf([venueThat('jupiter', 2n), venueThat('bags', 1n)])
    const firsts = []
    for (const failures of [0, 1, 2, 3]) firsts.push((await venuesOf(router, { failures }))[0])
    expect(firsts).toEqual(['jupiter', 'jupiter', 'bags', 'jupiter'])
  })

  it.each([
    ['no route anywhere is definitive', [noRoute, noRoute], noRoute],
    ['no route at one and the other down may pass', [noRoute, down], down],
    ['all down may pass', [down, down], down],
  ])('%s', async (_, [one, other], error) => {
    const router = routerOf([venueThat('jupiter', one!), venueThat('bags', other!)])
    await expect(router.routes(order)).rejects.toBe(error)
  })
})

describe('a venue that fails', () => {
  const failing = async (times: number, answer: Answer) => {
    const circuits = breakers()
    const bad = venueThat('bags', answer)
    const router = routerOf([venueThat('jupiter', 1n), bad], circuits)
    for (let time = 0; time < times; time += 1) await venuesOf(router)
    return { circuits, bad, router }
  }

  it('is not asked any more after five failures, until a probe finds it well', async () => {
    const { bad, router } = await failing(5, down)
    const { receipt } = await router.routes(order)
    expect(bad.asked).toHaveLength(5)
    expect(receipt.offers[1]).toEqual({ venue: 'bags', error: 'is resting after failures' })
    await vi.advanceTimersByTimeAsync(1_000)
    await venuesOf(router)
    expect(bad.asked).toHaveLength(6)
  })

  it.each([
    ['says it has no route', noRoute],
    ['limits us', limited],
  ])('is not called broken when it %s', async (_, answer) => {
    const { bad, circuits } = await failing(7, answer)
    expect(bad.asked).toHaveLength(7)
    expect(circuits.known.get('bags')).toBeUndefined()
  })

  it('is asked all the same by an exit that has no other', async () => {
    const circuits = breakers()
    const answers: Answer[] = [down, down, down, down, down, 7n]
    const router = routerOf([venueThat('jupiter', ...answers)], circuits)
    for (let time = 0; time < 5; time += 1) await router.routes(order).catch(() => {})
    await expect(router.routes(order)).rejects.toMatchObject({
      code: 'venue.unavailable',
      retry: 'retryable',
    })
    expect(await venuesOf(router, { priority: 'exit' })).toEqual(['jupiter'])
  })

  it('counts as failing also when it says so too late for anybody', async () => {
    const circuits = breakers()
    const hangs = venueThat('bags', { after: 4_000, then: down })
    const routes = venuesOf(routerOf([venueThat('jupiter', 1n), hangs], circuits))
    await vi.advanceTimersByTimeAsync(500)
    expect(await routes).toEqual(['jupiter'])
    expect(circuits.known.size).toBe(0)
    await vi.advanceTimersByTimeAsync(3_500)
    expect(circuits.known.get('bags')).toMatchObject({ failures: 1 })
  })

  it('gets only so many retries of entries; exits pass', async () => {
    const only = venueThat('jupiter', down)
    const router = routerOf([only], { ...breakers(), ask: async () => 'closed' })
    for (let time = 0; time < 30; time += 1) await router.routes({ ...order, failures: 1 }).catch(() => {})
    expect(only.asked).toHaveLength(10)
    await router.routes({ ...order, failures: 9, priority: 'exit' }).catch(() => {})
    expect(only.asked).toHaveLength(11)
    for (let time = 0; time < 5; time += 1) await router.routes(order).catch(() => {})
    await router.routes({ ...order, failures: 1 }).catch(() => {})
    expect(only.asked).toHaveLength(17)
  })
})

describe('a venue that quotes and builds nothing', () => {
  it('comes last once it has failed five times, and is tried again later', async () => {
    const venue = venueThat('bags', 2n)
    const router = routerOf([
      venueThat('jupiter', 1n),
      {
        ...venue,
        offer: async (swap) => ({ ...(await venue.offer(swap)), build: () => Promise.reject(down) }),
      },
    ])
    for (let time = 0; time < 5; time += 1) {
      const { ranked } = await router.routes(order)
      expect(ranked[0]!.quote.venue).toBe('bags')
      await ranked[0]!.build().catch(() => {})
    }
    expect(await venuesOf(router)).toEqual(['jupiter', 'bags'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await venuesOf(router)).toEqual(['bags', 'jupiter'])
  })
})

describe('what nobody may hold up', () => {
  it('is a route, by a price of SOL that does not come', async () => {
    const router = createSwapRouter({
      ...{ venues: [venueThat('jupiter', 1n)], circuits: breakers() },
      solPriceUsd: () => new Promise(() => {}),
    })
    const routes = venuesOf(router)
    await vi.advanceTimersByTimeAsync(100)
    expect(await routes).toEqual(['jupiter'])
  })

  it('nor by circuits that nobody can read', async () => {
    const never = () => new Promise<never>(() => {})
    const routes = venuesOf(
      routerOf([venueThat('jupiter', 1n)], { ask: never, succeeded: never, failed: never }),
    )
    await vi.advanceTimersByTimeAsync(100)
    expect(await routes).toEqual(['jupiter'])
  })
})

it('a look that asks one venue takes no probe of the other', async () => {
  const circuits = breakers()
  const bags = venueThat('bags', 1n)
  const router = routerOf([venueThat('jupiter', 1n), bags], circuits)
  for (let time = 0; time < 5; time += 1) await circuits.failed('bags')
  await vi.advanceTimersByTimeAsync(1_000)
  await router.routes({ ...order, priority: 'refresh' })
  expect(circuits.known.get('bags')).toMatchObject({ state: 'OPEN' })
  expect(await venuesOf(router)).toContain('bags')
})

it('routes are complete only where every venue has answered', async () => {
  const complete = async (other: Answer) =>
    (await routerOf([venueThat('jupiter', 1n), venueThat('bags', other)]).routes(order)).complete
  expect(await complete(2n)).toBe(true)
  expect(await complete(noRoute)).toBe(true)
  expect(await complete(down)).toBe(false)
  expect(await complete(limited)).toBe(false)
})

it('after a failure the slow are waited for longer, and an exit wakes who rests', async () => {
  const slow = venueThat('bags', { after: 1_200, then: 5n })
  const routes = venuesOf(routerOf([venueThat('jupiter', 1n), slow]), { priority: 'exit', failures: 1 })
  await vi.advanceTimersByTimeAsync(1_200)
  expect(await routes).toContain('bags')
  const circuits = breakers()
  for (let time = 0; time < 5; time += 1) await circuits.failed('bags')
  const router = routerOf([venueThat('jupiter', 1n), venueThat('bags', 5n)], circuits)
  expect(await venuesOf(router, { priority: 'exit', failures: 1 })).toEqual(['jupiter'])
  expect(await venuesOf(router, { priority: 'exit', failures: 2 })).toContain('bags')
})

it('quotes of all venues are ranked as offers are', async () => {
  const { ranked } = await routerOf([venueThat('jupiter', 1n), venueThat('bags', 2n)]).quotes(
    order,
    'best-net',
  )
  expect(ranked.map(({ venue }) => venue)).toEqual(['bags', 'jupiter'])
})
