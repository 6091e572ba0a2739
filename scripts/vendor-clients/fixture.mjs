import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { MintLayout, TOKEN_PROGRAM_ID, AccountLayout } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import { bigOf, randomOf } from './random.mjs'

/** Their CommonJS builds: not all of the others can be loaded by Node. */
export const theirs = createRequire(import.meta.url)

export const USDC = new PublicKey('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v')
export const WSOL = new PublicKey('So11111111111111111111111111111111111111112')

export const account = (address, owner, data, more = {}) => ({
  ...more,
  address: address.toString(),
  owner: owner.toString(),
  data: deflateSync(data).toString('base64'),
})

/** By their own Anchor coder, however long: its `encode` stops at a thousand bytes. */
export const encoded = (coder, name, value, length) => {
  const { discriminator, layout } = coder.accounts.accountLayouts.get(name)
  const body = Buffer.alloc(8_192)
  const written = layout.encode(value, body)
  const data = Buffer.concat([Buffer.from(discriminator), body.subarray(0, written)])
  return length ? Buffer.concat([data, Buffer.alloc(length)]).subarray(0, length) : data
}

export const mintAccount = (mint, decimals, supply = 0n) => {
  const data = Buffer.alloc(MintLayout.span)
  MintLayout.encode(
    {
      ...{ mintAuthorityOption: 0, mintAuthority: PublicKey.default, supply, decimals, isInitialized: true },
      ...{ freezeAuthorityOption: 0, freezeAuthority: PublicKey.default },
    },
    data,
  )
  return account(mint, TOKEN_PROGRAM_ID, data)
}

export const tokenAccount = (address, mint, amount) => {
  const data = Buffer.alloc(AccountLayout.span)
  AccountLayout.encode(
    {
      ...{ mint, owner: PublicKey.default, amount, delegateOption: 0, delegate: PublicKey.default, state: 1 },
      ...{ isNativeOption: 0, isNative: 0n, delegatedAmount: 0n, closeAuthorityOption: 0 },
      closeAuthority: PublicKey.default,
    },
    data,
  )
  return account(address, TOKEN_PROGRAM_ID, data)
}

/** What their function answers, as digits; null where it refuses. Fees above the output are nothing received. */
export const answerOf = (run) => {
  try {
    const answer = bigOf(run())
    return (answer < 0n ? 0n : answer).toString()
  } catch {
    return null
  }
}

const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version

/** node <this>.mjs [folder] [seed]: without a folder into the repository's own fixtures. */
export const writeFixture = async (name, sources, makeCase) => {
  const count = Number(process.env.CASES ?? 25)
  const [
    folder = new URL('../../lib/adapters/amm-pools/__fixtures__/vendors', import.meta.url).pathname,
    seed = '1',
  ] = process.argv.slice(2)
  const random = randomOf(`${name} ${seed}`)
  const cases = []
  while (cases.length < count) {
    const made = await makeCase(random, cases.length)
    if (made) cases.push(made)
  }
  const head = {
    source: sources.map((source) => `${source} ${versionOf(source)}`).join(', '),
    ...{ date: new Date().toISOString().slice(0, 10), seed },
  }
  mkdirSync(folder, { recursive: true })
  const digits = (_key, value) => (typeof value === 'bigint' ? value.toString() : value)
  const lines = cases.map((each) => JSON.stringify(each, digits)).join(',\n')
  const { source, ...made } = head
  const text = `{"source":${JSON.stringify(source)},"made":${JSON.stringify(made)},"cases":[\n${lines}\n]}\n`
  writeFileSync(path.join(folder, `${name}.json`), text)
  console.log(`${name}: ${cases.length} pools, ${cases.flatMap(({ swaps }) => swaps).length} swaps`)
}

const camelName = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

/** As their own program client hands accounts to their functions: with names in camel case. */
export const camel = (value) =>
  Array.isArray(value)
    ? value.map(camel)
    : value?.constructor === Object
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [camelName(name), camel(each)]))
      : value
