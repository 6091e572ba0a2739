import { describe, expect, it } from 'vitest'
import { apiContentSecurityPolicy, apiSecurityHeaders } from './security-headers'

describe('the policy of the API', () => {
  it('renders nothing, but lets the sign-out form look like one and post home', () => {
    expect(apiContentSecurityPolicy('/api/v1/orders')).toBe(apiSecurityHeaders['content-security-policy'])
    const form = apiContentSecurityPolicy('/api/auth/signout')
    expect(form).toContain("default-src 'none'")
    expect(form).toContain("form-action 'self'")
    expect(form).not.toContain('script-src')
  })
})
