import { describe, expect, it } from 'vitest'
import { MAINNET_GENESIS, wrongChain } from './genesis'

describe('the chain of a mode', () => {
  it('never lets the sandbox near mainnet, nor live money near anything else', () => {
    expect(wrongChain('sandbox', 'local')).toBeNull()
    expect(wrongChain('live', MAINNET_GENESIS)).toBeNull()
    expect(wrongChain('sandbox', MAINNET_GENESIS)).toContain('mainnet')
    expect(wrongChain('live', 'local')).toContain('local')
  })

  it('lets paper mode read any chain, since it sends nothing', () => {
    expect(wrongChain('paper', MAINNET_GENESIS)).toBeNull()
    expect(wrongChain('paper', 'local')).toBeNull()
  })
})
