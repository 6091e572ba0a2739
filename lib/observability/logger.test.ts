import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger'

const written = (log: (logger: ReturnType<typeof createLogger>) => void): string => {
  let text = ''
  log(createLogger({ process: 'web', level: 'trace', destination: { write: (line) => (text += line) } }))
  return text
}

describe('logger', () => {
  it.each([
    ['a field', { password: 'hunter2' }],
    ['a nested field', { request: { headers: { authorization: 'Bearer hunter2' } } }],
    ['an API key in a URL', { url: 'https://rpc.example.com/?api-key=hunter2&x=1' }],
    ['credentials in a URL', { err: new Error('cannot reach postgres://jarvis:hunter2@db:5432/jarvis') }],
    ['a session token in text', { detail: `got eyJhbGciOiJIUzI1NiJ9.hunter2.sig` }],
  ])('blanks %s', (_, fields) => {
    const text = written((logger) => logger.info(fields, 'hello'))
    expect(text).toContain('hello')
    expect(text).not.toContain('hunter2')
  })

  it('tells which query failed and why, but none of its values', () => {
    const query = 'insert into "users" ("email", "password_hash") values ($1, $2)'
    const cause = new Error('connection lost')
    const failed = new DrizzleQueryError(query, ['a@b.c', 'a "quoted" \\ hunter2\n hash'], cause)
    const wrapped = new Error('The account could not be made', { cause: failed })
    for (const err of [failed, wrapped]) {
      const text = written((logger) => logger.error({ err }, 'hello'))
      const line = JSON.parse(text) as { err: { stack: string } }
      expect(text).not.toContain('hunter2')
      expect(text).not.toContain('a@b.c')
      expect(line.err.stack).toContain('insert into')
      expect(line.err.stack).toContain('connection lost')
      expect(line.err.stack).toMatch(/\n {4}at /)
    }
  })

  it('writes one JSON line with the process name and level', () => {
    expect(JSON.parse(written((logger) => logger.warn({ orderId: 'a' }, 'late')))).toMatchObject({
      level: 'warn',
      process: 'web',
      orderId: 'a',
      msg: 'late',
    })
  })
})
