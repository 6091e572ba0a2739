import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { createLogger } from '@/lib/observability/logger'
import { until } from '@/scripts/drills/until'
import { type Accounts, marketOf, NOON, openAccounts, thousandDollars } from './accounts.fixture'
import { createPortfolioTeller, publishPortfolios } from './publish-portfolios'

const accounts: Accounts = await openAccounts()
afterAll(() => accounts.close())

let told: number[] = []
/** Balances that are being read, and how many were at most; `gate` holds them up. */
let reading = 0
let atOnce = 0
let gate = Promise.resolve()
let silent = 0
beforeEach(() => {
  told = []
  atOnce = 0
  silent = 0
})

const logger = createLogger({ process: 'worker', level: 'silent' })
const warn = vi.spyOn(logger, 'warn')
const deps = {
  db: accounts.db,
  readMarket: marketOf(accounts.mint),
  balances: async (wallet: string) => {
    if (wallet === `TRADING of ${silent}`) throw new Error('no node answers')
    reading += 1
    atOnce = Math.max(atOnce, reading)
    await Promise.all([gate, nextTurn()])
    reading -= 1
    return thousandDollars
  },
  live: { publish: ({ userId }: { userId: number | null }) => void told.push(userId!) },
  logger,
  now: () => NOON,
}
const sorted = (ids: readonly number[]) => ids.toSorted((left, right) => left - right)
const accountsOf = (count: number) => Promise.all(Array.from({ length: count }, () => accounts.account()))

it('tells all that waited in one round, each once, and who comes meanwhile in the next', async () => {
  const [first, second, third, later] = (await accountsOf(4)).map(({ userId }) => userId)
  const tell = createPortfolioTeller(deps)
  const before = accounts.statements()
  let goOn = () => {}
  gate = new Promise((resolve) => (goOn = resolve))
  for (const userId of [first!, second!, first!, third!, first!]) tell(userId)
  await until('balances are read', async () => reading === 3)
  tell(later!)
  tell(first!)
  expect(told).toEqual([])
  goOn()
  await until('the second round', async () => told.length === 5)
  expect(sorted(told.slice(0, 3))).toEqual(sorted([first!, second!, third!]))
  expect(sorted(told.slice(3))).toEqual(sorted([first!, later!]))
  // Nothing is held and all of it is priced.
  expect(accounts.statements() - before).toBe(2 * 11)
})

it('asks a node for a handful of wallets at a time, and drops only whom it does not answer for', async () => {
  const some = await accountsOf(20)
  for (const account of some) await accounts.position(account)
  silent = some[4]!.userId
  await publishPortfolios(deps)
  const others = some.map(({ userId }) => userId).filter((userId) => userId !== silent)
  expect(sorted(told)).toEqual(sorted(others))
  expect(atOnce).toBe(8)
  expect(warn.mock.calls).toEqual([[{ userId: silent, error: 'no node answers' }, 'portfolio not told']])
})

it('costs the same for every hundred accounts', async () => {
  for (const account of await accountsOf(130)) await accounts.position(account)
  const before = accounts.statements()
  await publishPortfolios(deps)
  expect(told).toHaveLength(150)
  // Who holds something, and two rounds; each of unmarked positions asks for prices at midnight.
  expect(accounts.statements() - before).toBe(1 + 2 * 12)
})
