import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { masterKeyId, openSecret, sealSecret, SealedSecretError } from './envelope'

const masterKey = randomBytes(32)
const owner = { userId: 7, address: 'AddressA' }
const secret = randomBytes(32)

describe('sealed secrets', () => {
  it('open again for their owner', () => {
    const sealed = sealSecret(masterKey, owner, secret)
    expect(openSecret(masterKey, owner, sealed).equals(secret)).toBe(true)
    expect(sealed.masterKeyId).toBe(masterKeyId(masterKey))
    expect(sealed.masterKeyId).toMatch(/^[0-9a-f]{8}$/)
  })

  it('never look alike: data key and nonces are fresh', () => {
    const [a, b] = [sealSecret(masterKey, owner, secret), sealSecret(masterKey, owner, secret)]
    expect(Buffer.from(a.sealedSecret)).not.toEqual(Buffer.from(b.sealedSecret))
    expect(Buffer.from(a.wrappedDataKey)).not.toEqual(Buffer.from(b.wrappedDataKey))
  })

  it('do not open for another user, another address or another layer', () => {
    const sealed = sealSecret(masterKey, owner, secret)
    const other = sealSecret(masterKey, { ...owner, userId: 8 }, secret)
    expect(() => openSecret(masterKey, { ...owner, userId: 8 }, sealed)).toThrow(SealedSecretError)
    expect(() => openSecret(masterKey, { ...owner, address: 'AddressB' }, sealed)).toThrow(SealedSecretError)
    expect(() => openSecret(masterKey, owner, { ...sealed, wrappedDataKey: other.wrappedDataKey })).toThrow(
      SealedSecretError,
    )
    expect(() => openSecret(masterKey, owner, { ...sealed, sealedSecret: sealed.wrappedDataKey })).toThrow(
      SealedSecretError,
    )
  })

  it('say which key is needed when the master key is another', () => {
    const sealed = sealSecret(masterKey, owner, secret)
    expect(() => openSecret(randomBytes(32), owner, sealed)).toThrow(/JARVIS_VAULT_KEY/)
  })

  it('refuse a master key of another length', () => {
    expect(() => sealSecret(randomBytes(16), owner, secret)).toThrow(/32 bytes/)
  })

  it('do not open with any single bit changed', () => {
    const sealed = sealSecret(masterKey, owner, secret)
    const layers = ['wrappedDataKey', 'sealedSecret'] as const
    fc.assert(
      fc.property(fc.constantFrom(...layers), fc.nat(59), fc.nat(7), (layer, byte, bit) => {
        const damaged = Buffer.from(sealed[layer])
        damaged[byte]! ^= 1 << bit
        expect(() => openSecret(masterKey, owner, { ...sealed, [layer]: damaged })).toThrow(SealedSecretError)
      }),
      { numRuns: 200 },
    )
  })
})
