import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, startWebWorld } from '@/app/api/web-world.fixture'
import type { RouteFunction } from '@/lib/http/route-call'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type RouteModule = Partial<Record<(typeof METHODS)[number], RouteFunction>>

const routes = Object.entries(import.meta.glob<RouteModule>('./v1/**/route.ts', { eager: true }))

let world: Awaited<ReturnType<typeof startWebWorld>>
beforeAll(async () => {
  world = await startWebWorld()
})
afterAll(() => world?.close())

describe('a method a route does not have', () => {
  it('finds the routes', () => expect(routes.length).toBeGreaterThan(10))

  it.each(routes)('is a problem that names the right one: %s', async (file, route) => {
    const path = file.slice(4, -'/route.ts'.length)
    const options = await call(route.OPTIONS!, 'OPTIONS', path)
    const allowed = options.headers.get('allow')!.split(', ')
    expect(allowed.length).toBeGreaterThanOrEqual(2)
    for (const method of METHODS.filter((name) => !allowed.includes(name))) {
      const response = await call(route[method]!, method, path)
      expect([method, response.status]).toEqual([method, 405])
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(response.headers.get('allow')).toBe(allowed.join(', '))
      expect(((await response.json()) as { detail: string }).detail).toContain(`Use ${allowed[0]}`)
    }
  })
})
