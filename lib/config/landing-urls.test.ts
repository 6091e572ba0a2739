import { describe, expect, it } from 'vitest'
import { vendorFields, landingGuard } from './vendors'

const sender = (url: string) => vendorFields.HELIUS_SENDER_URL.safeParse(url)
const jito = (url: string) => vendorFields.JITO_URL.safeParse(url)

describe('addresses of those who land for a tip', () => {
  it('may be copied from the documentation, with the path that is asked', () => {
    for (const end of ['', '/', '/fast', '/fast/'])
      expect(sender(`http://fra-sender.helius-rpc.com${end}`).data).toBe('http://fra-sender.helius-rpc.com')
    for (const end of ['', '/api/v1', '/api/v1/transactions', '/api/v1/bundles'])
      expect(jito(`https://mainnet.block-engine.jito.wtf${end}`).data).toBe(
        'https://mainnet.block-engine.jito.wtf',
      )
    expect(sender('http://127.0.0.1:8899/helius-sender').data).toBe('http://127.0.0.1:8899/helius-sender')
  })

  it('are refused with a query, which nobody would send along', () => {
    for (const url of ['http://sender.example/fast?api-key=k', 'http://sender.example/?', 'http://x/#y'])
      expect(sender(url).error?.issues[0]?.message).toMatch(/^must end before the question mark/)
    expect(jito('https://jito.example/api/v1/bundles?uuid=u').success).toBe(false)
  })

  it('are refused with another path, except in the sandbox', () => {
    const env = { HELIUS_SENDER_URL: 'http://sender.example/slow', JITO_URL: 'https://jito.example/api/v1' }
    expect(landingGuard({ JARVIS_MODE: 'live', ...env })).toEqual([
      { name: 'HELIUS_SENDER_URL', message: 'must be the host alone: http://sender.example' },
    ])
    expect(landingGuard({ ...env, HELIUS_SENDER_URL: undefined, JARVIS_MODE: 'live' })).toEqual([])
    expect(landingGuard(env)).toEqual([])
  })
})
