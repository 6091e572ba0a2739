// Checks an exported decision journal: `npm run journal:verify -- FILE`. Needs nothing but Node, so a copy of
// this file is enough to check a journal anywhere. The format: docs/decision-journal.md.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import readline from 'node:readline'

const ordered = (value) => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, ordered(value[name])]),
  )
}

const hashOf = (value) =>
  createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex')

/** What is wrong with the row, or null. */
const fault = (row, seq, previousHash) => {
  const { hash, ...content } = row
  if (row.seq !== seq) return `has number ${row.seq}, not ${seq}: rows are missing or moved`
  if (row.previousHash !== previousHash) return 'does not follow the row before it'
  if (hashOf(content) !== hash) return 'was changed: its hash is another'
  if (hashOf(row.inputs) !== row.inputsHash) return 'has inputs that do not match their hash'
  return null
}

const verify = async (file) => {
  let previousHash = '0'.repeat(64)
  let rows = 0
  let end = null
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    if (line.trim() === '') continue
    if (end) throw new Error('There is text after the last line.')
    const row = JSON.parse(line)
    if (row.end === true) {
      end = row
      continue
    }
    const wrong = fault(row, rows + 1, previousHash)
    if (wrong) throw new Error(`Row ${rows + 1} ${wrong}.`)
    previousHash = row.hash
    rows += 1
  }
  if (!end) throw new Error(`The file ends after row ${rows} without its last line: it is cut short.`)
  if (end.rows !== rows || end.head !== previousHash)
    throw new Error(`The last line speaks of ${end.rows} rows, the file has ${rows}: rows are missing.`)
  return { rows, head: previousHash }
}

const [file] = process.argv.slice(2)
if (!file) {
  console.error('Name the file: npm run journal:verify -- jarvis-journal.jsonl')
  process.exit(1)
}
try {
  const { rows, head } = await verify(file)
  console.log(`✔ ${rows} rows, unchanged and complete\n  head ${head}`)
} catch (error) {
  console.error(`✖ ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
