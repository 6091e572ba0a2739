import fs from 'node:fs'
import { describe, expect, it } from 'vitest'

const table = fs.readFileSync('docs/failure-drills.md', 'utf8')
const rows = table.split('\n').filter((line) => /^\| F\d\d /.test(line))

describe('the table of failure drills', () => {
  it.each(rows.map((row) => [row.slice(2, 5), row]))(
    '%s names tests that exist and bear its number',
    (number, row) => {
      const files = [...row.matchAll(/`([^`]+\.test\.ts)`/g)].map((match) => match[1]!)
      expect(files.length).toBeGreaterThan(0)
      expect(files.filter((file) => !fs.existsSync(file))).toEqual([])
      expect(
        files.some((file) => fs.readFileSync(file, 'utf8').includes(number!)),
        row,
      ).toBe(true)
    },
  )
})
