import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks twice without showing it; from a pipe the first line is taken. */
export const askPassword = async (input = process.stdin, output = process.stderr): Promise<string> => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: input.isTTY })
  try {
    if (!input.isTTY) {
      for await (const line of lines) return line
      return ''
    }
    output.write('Password: ')
    const first = await lines.question('')
    output.write('\nOnce more: ')
    const second = await lines.question('')
    output.write('\n')
    if (first !== second) throw new Error('The two passwords differ.')
    return first
  } finally {
    lines.close()
  }
}
