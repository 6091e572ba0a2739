import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const FORMAT = 1

/** What survives a restart: the chain as its own bytes, the market as plain JSON. */
export type SavedState = { chain: Uint8Array; genesisHash: string; market: unknown }
type Head = Omit<SavedState, 'chain'> & { format: number; chainBytes: number }

/** Reads a saved state. Null when there is none; a file that cannot be read is set aside with one line said. */
export function loadState(path: string, say: (line: string) => void): SavedState | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return decode(bytes)
  } catch (error) {
    setAside(path, error, say)
    return null
  }
}

/** Keeps an unusable state file beside the new one, so that nothing is lost to a mistake of ours. */
export function setAside(path: string, reason: unknown, say: (line: string) => void): void {
  const aside = `${path}.bad-${new Date().toISOString().replace(/[:.]/g, '-')}`
  renameSync(path, aside)
  const why = reason instanceof Error ? reason.message : String(reason)
  say(`sandbox: the saved state cannot be used (${why}); kept as ${aside}, starting a fresh world`)
}

/** Writes beside the old file and renames, so that a crash leaves either the old state or the new one. */
export function saveState(path: string, state: SavedState): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, encode(state))
  renameSync(temporary, path)
}

function encode({ chain, ...rest }: SavedState): Buffer {
  const head: Head = { format: FORMAT, chainBytes: chain.length, ...rest }
  const text = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, chain])
}

function decode(bytes: Buffer): SavedState {
  if (bytes.length < 4) throw new Error('the file is cut off')
  const chainStart = 4 + bytes.readUInt32LE(0)
  if (chainStart > bytes.length) throw new Error('the file is cut off')
  const { format, chainBytes, ...rest } = JSON.parse(bytes.toString('utf8', 4, chainStart)) as Head
  if (format !== FORMAT) throw new Error(`it has format ${format}, not ${FORMAT}`)
  const chain = bytes.subarray(chainStart)
  if (chain.length !== chainBytes) throw new Error('the file is cut off')
  return { chain, ...rest }
}
