import { describe, expect, it } from 'vitest'
import { withinSite } from './within-site'

const baseUrl = 'http://127.0.0.1:3000'

describe('where signing in leads', () => {
  it.each([
    ['/trade', `${baseUrl}/trade`],
    [`${baseUrl}/trade?token=x#y`, `${baseUrl}/trade?token=x#y`],
    ['trade', `${baseUrl}/trade`],
  ])('is the page that was asked for: %s', (url, expected) => {
    expect(withinSite({ url, baseUrl })).toBe(expected)
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'http://127.0.0.1:3000@evil.example',
    'http://127.0.0.1:3000.evil.example',
    'http://127.0.0.1:30001/',
    'https://127.0.0.1:3000/',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://[',
  ])('is never another site: %s', (url) => expect(withinSite({ url, baseUrl })).toBe(baseUrl))
})
