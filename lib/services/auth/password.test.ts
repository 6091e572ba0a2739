import { stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password'

describe('password', () => {
  it('is right or wrong, and never right for nobody', async () => {
    const hash = await hashPassword('correct horse')
    expect(hash).not.toContain('correct horse')
    const checks = await Promise.all([
      verifyPassword('correct horse', hash),
      verifyPassword('correct horsf', hash),
      verifyPassword('correct horse', null),
    ])
    expect(checks).toEqual([true, false, false])
  })

  it('does not depend on how an accent was typed', async () => {
    expect(await verifyPassword('e\u0301', await hashPassword('\u00e9'))).toBe(true)
  })

  it('leaves threads for other work while many are checked', async () => {
    let settled = 0
    const many = Array.from({ length: 5 }, () => verifyPassword('x', null).then(() => (settled += 1)))
    await stat('.')
    expect(settled).toBe(0)
    await Promise.all(many)
  })
})
