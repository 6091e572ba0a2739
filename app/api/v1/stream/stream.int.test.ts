import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GET as openStream } from '@/app/api/v1/stream/route'
import { GET as wrongMethod, POST as sayPresent } from '@/app/api/v1/presence/route'
import { webRuntime } from '@/app/api/_http/runtime'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import { findUserByEmail, raiseSessionVersion, type UserRow } from '@/lib/db/user-repository'
import { createLiveEventPublisher } from '@/lib/queue/live-events'
import { priceKey } from '@/lib/services/prices/price-keys'
import { storeTokens, replaceWatched } from '@/lib/db/token-repository'

let world: Awaited<ReturnType<typeof startWebWorld>>
let demo: UserRow
let admin: UserRow
const opened: Reader[] = []

beforeAll(async () => {
  world = await startWebWorld()
  demo = (await findUserByEmail(world.web.db, 'demo@jarvis.local'))!
  admin = (await findUserByEmail(world.web.db, 'admin@jarvis.local'))!
})
afterAll(() => world?.close())
afterEach(async () => {
  await Promise.all(opened.splice(0).map((reader) => reader.close()))
})

type Received = { id: string; event: string; data: Record<string, unknown> }

const parse = (frame: string): Received | null => {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]
  const event = field('event')
  if (event === undefined) return null
  return {
    id: field('id') ?? '',
    event,
    data: JSON.parse(field('data') ?? 'null') as Record<string, unknown>,
  }
}

class Reader {
  readonly events: Received[] = []
  ended = false
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>

  constructor(readonly response: Response) {
    this.reader = response.body!.getReader()
    void this.read()
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await this.reader.read().catch(() => ({ done: true, value: undefined }))
      if (done) break
      text += decoder.decode(value, { stream: true })
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames) {
        const event = parse(frame)
        if (event) this.events.push(event)
      }
    }
    this.ended = true
  }

  close(): Promise<void> {
    return this.reader.cancel()
  }
}

const until = async (check: () => boolean, what: string): Promise<void> => {
  const deadline = Date.now() + 10_000
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const open = async (user: UserRow, extra: Record<string, string> = {}, seconds = 60): Promise<Reader> => {
  const { token } = webRuntime().http.tokens.issue(
    { userId: user.id, sessionVersion: user.sessionVersion },
    seconds,
  )
  const response = await call(openStream, 'GET', '/stream', {
    headers: { authorization: `Bearer ${token}`, ...extra },
  })
  const reader = new Reader(response)
  opened.push(reader)
  return reader
}

const publisher = () => createLiveEventPublisher(world.web.redis, world.web.logger)
const alert = (id: string) => ({
  id,
  level: 'info',
  title: 't',
  detail: 'd',
  at: '',
  positionId: null,
  orderId: null,
})
const alerts = (reader: Reader) =>
  reader.events.filter(({ event }) => event === 'alert').map(({ data }) => data.id)

describe('live stream', () => {
  it('is for users', async () => {
    expect((await call(openStream, 'GET', '/stream')).status).toBe(401)
  })

  // Before any other stream: nobody's presence is still being written down.
  it('counts a program that reads it as there, to sign what waits; a browser only when it says so', async () => {
    const present = async () =>
      (await world.web.db.query.traderPresence.findMany()).map(({ userId }) => userId)
    const { tokens } = webRuntime().http
    const session = tokens.issue({ userId: admin.id, sessionVersion: admin.sessionVersion }, 60).token
    const cookie = { cookie: `next-auth.session-token=${session}` }
    const page = new Reader(await call(openStream, 'GET', '/stream', { headers: cookie }))
    opened.push(page)
    publisher().publish({ userId: admin.id, name: 'alert', data: alert('seen') })
    await until(() => alerts(page).includes('seen'), 'the page to be followed')
    await open(demo)
    await expect.poll(present, { timeout: 10_000 }).toEqual([demo.id])

    const headers = { authorization: `Bearer ${session}` }
    const said = await call(sayPresent, 'POST', '/presence', { headers, body: {} })
    expect([said.status, await said.json()]).toEqual([200, { present: true, seconds: 40 }])
    expect((await present()).sort()).toEqual([demo.id, admin.id].sort())
    expect((await call(sayPresent, 'POST', '/presence', { body: {} })).status).toBe(401)
    expect((await call(wrongMethod, 'GET', '/presence', { headers })).status).toBe(405)
  })

  it('shows each user what is theirs and what is for everybody, in order and with ids', async () => {
    const [mine, theirs] = await Promise.all([open(demo), open(admin)])
    const { publish } = publisher()
    publish({ userId: demo.id, name: 'alert', data: alert('a1') })
    publish({ userId: admin.id, name: 'alert', data: alert('b1') })
    publish({ userId: null, name: 'alert', data: alert('all') })
    await until(() => alerts(mine).includes('all') && alerts(theirs).includes('all'), 'the last event')
    expect(alerts(mine)).toEqual(['a1', 'all'])
    expect(alerts(theirs)).toEqual(['b1', 'all'])
    expect(mine.events.every(({ id }) => /^\d+-\d+$/.test(id))).toBe(true)
  })

  it('begins with the prices as they are', async () => {
    const mint = 'DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263'
    const token = {
      mint,
      symbol: 'BONK',
      name: 'Bonk',
      decimals: 5,
      tokenProgram: 'x',
      refreshedAt: new Date(),
    }
    await storeTokens(world.web.db, [token])
    await replaceWatched(world.web.db, [mint])
    const stored = {
      price: '0.00002',
      timestamp: Math.floor(Date.now() / 1000),
      slot: 5,
      source: 'account-stream',
    }
    await world.web.redis.set(priceKey(mint), JSON.stringify(stored))
    const reader = await open(demo)
    await until(() => reader.events.length > 0, 'a price')
    expect(reader.events[0]).toMatchObject({ event: 'price', data: { mint, priceUsd: '0.00002', slot: 5 } })
  })

  it('resumes after the last id with what was missed, each once, of prices only the newest', async () => {
    const first = await open(demo)
    const { publish } = publisher()
    publish({ userId: demo.id, name: 'alert', data: alert('r0') })
    await until(() => alerts(first).includes('r0'), 'the first event')
    await first.close()
    const lastId = first.events.at(-1)!.id
    const price = (slot: number) => ({ mint: 'm', priceUsd: String(slot), at: '', slot, source: 's' })
    for (const slot of [1, 2, 3]) publish({ userId: null, name: 'price', data: price(slot) })
    publish({ userId: admin.id, name: 'alert', data: alert('not mine') })
    publish({ userId: demo.id, name: 'alert', data: alert('r1') })
    const second = await open(demo, { 'last-event-id': lastId })
    await until(() => alerts(second).includes('r1'), 'the missed event')
    expect(alerts(second)).toEqual(['r1'])
    expect(second.events.filter(({ event }) => event === 'price').map(({ data }) => data.slot)).toEqual([3])
  })

  it('says so when it cannot resume', async () => {
    for (const lost of ['1-1', 'nonsense']) {
      const reader = await open(demo, { 'last-event-id': lost })
      await until(() => reader.events.length > 0, 'the reset')
      expect(reader.events[0]?.event).toBe('reset')
    }
  })

  it('takes ten of one user and not eleven', async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => open(demo)))
    expect(ten.every((reader) => reader.response.status === 200)).toBe(true)
    const eleventh = await open(demo)
    expect(eleventh.response.status).toBe(429)
    expect((await open(admin)).response.status).toBe(200)
    await ten[0]!.close()
    expect((await open(demo)).response.status).toBe(200)
  })

  it('opens nothing for who asks for the headers only', async () => {
    const session = { userId: demo.id, sessionVersion: demo.sessionVersion }
    const headers = { authorization: `Bearer ${webRuntime().http.tokens.issue(session, 60).token}` }
    const response = await call(openStream, 'HEAD', '/stream', { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.body).toBeNull()
    expect(webRuntime().streams.countOf(demo.id)).toBe(0)
  })

  it('ends when the token expires', async () => {
    const reader = await open(demo, {}, 1)
    await until(() => reader.ended, 'the end')
  })

  it('ends when the session is revoked, and opens no more for it', async () => {
    const [mine, theirs] = await Promise.all([open(admin), open(demo)])
    await raiseSessionVersion(world.web.db, admin.id)
    await until(() => mine.ended, 'the end')
    expect(theirs.ended).toBe(false)
    expect((await open(admin)).response.status).toBe(401)
  })
})
