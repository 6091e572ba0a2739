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

  it('writes one JSON line with the process name and level', () => {
    expect(JSON.parse(written((logger) => logger.warn({ orderId: 'a' }, 'late')))).toMatchObject({
      level: 'warn',
      process: 'web',
      orderId: 'a',
      msg: 'late',
    })
  })
})
