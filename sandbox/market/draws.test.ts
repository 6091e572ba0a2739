import { describe, expect, it } from 'vitest'
import { drawKey, normal, uniform } from './draws'

describe('draws', () => {
  const key = drawKey('seed', 'name')
  const sample = Array.from({ length: 50_000 }, (_, index) => index)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

  it('are the same for the same key and index, and others for another key', () => {
    expect(uniform(drawKey('seed', 'name'), 7)).toBe(uniform(key, 7))
    expect(uniform(drawKey('seed', 'other'), 7)).not.toBe(uniform(key, 7))
    expect(drawKey('a', 'bc')).not.toBe(drawKey('ab', 'c'))
  })

  it('are spread as they should be', () => {
    const uniforms = sample.map((index) => uniform(key, index))
    expect(mean(uniforms)).toBeCloseTo(0.5, 1)
    expect(Math.min(...uniforms)).toBeGreaterThan(0)
    expect(Math.max(...uniforms)).toBeLessThan(1)
    const normals = sample.map((index) => normal(key, index))
    expect(Math.abs(mean(normals))).toBeLessThan(0.02)
    expect(Math.abs(mean(normals.map((value) => value ** 2)) - 1)).toBeLessThan(0.03)
    const neighbours = mean(normals.slice(1).map((value, index) => value * (normals[index] ?? 0)))
    expect(Math.abs(neighbours)).toBeLessThan(0.02)
  })
})
