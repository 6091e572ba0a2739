import type { Chain } from '@/sandbox/chain/chain'
import { SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import { MalformedTransactionError, parseTransaction } from '@/sandbox/chain/wire-transaction'

/** docs.jito.wtf, getTipAccounts. */
export const JITO_TIP_ACCOUNTS: readonly string[] = [
  '96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5',
  'HFqU5x63VTqvQss8hp11i4wVV8bD44PvwucfZ2bU7gRe',
  'Cw8CFyM9FkoMi7K7Crf6HNQqf4uEMzpKw6QNghXLvLkY',
  'ADaUMid9yfUytqMBgopwjb2DTLSokTSzL1zt6iGPaS49',
  'DfXygSm4jCyNCybVYYK6DwvWqjKee8pbDmJGcLWNDXjh',
  'ADuUkR4vqLUMWXxW9gh6D6L8pMSawimctcNZ5pGwDcEt',
  'DttWaMuVvTiduZRnguLF7jNxTgiMBZ1hyAumKUiL2KRL',
  '3AVi9Tg9Uo68tJfuvoKvqKNWKkC5wPdSSdeBnizKZ6jT',
]

/** helius.dev/docs, Sender: tip accounts on mainnet-beta. */
export const SENDER_TIP_ACCOUNTS: readonly string[] = [
  '4ACfpUFoaSD9bfPdeu6DBt89gB6ENTeHBXCAi87NhDEE',
  'D2L6yPZ2FmmmTKPgzaMKdhu6EWZcTpLy1Vhx8uvZe7NZ',
  '9bnz4RShgq1hAnLnZbP8kbgBg1kEmcJBYQq3gQbmnSta',
  '5VY91ws6B2hMmBFRsXkoAAdsPHBJwRfBht4DXox3xkwn',
  '2nyhqdwKcJZR2vcqCyrYsaPVdAnFoJjiksCXJ7hfEYgD',
  '2q5pghRs6arqVjRvT5gfgWfWcHWmw1ZuCzphgd5KfWGJ',
  'wyvPkWjVZz1M8fHQnMMCDTQDbkManefNNhweYk5WkcF',
  '3KCKozbAaF75qEU33jtzozcJ29yJuaLJTy2jFdzUY8bT',
  '4vieeGHPYPG2MmyPRcYjdiDmmhN3ww7hsFNap8pVN3Ey',
  '4TQLFNWK8AovT1gFvda5jfw2oJeRMKEmw7aH6MGBJ3or',
]

/** On mainnet they always exist: a small tip must not fail for want of rent. */
export function openAccounts(chain: Chain, addresses: readonly string[]): void {
  for (const address of addresses) {
    if (chain.getAccount(address)) continue
    chain.setAccount(address, {
      lamports: chain.minimumBalance(0),
      owner: SYSTEM_PROGRAM,
      data: new Uint8Array(),
      executable: false,
    })
  }
}

const TRANSFER = 2

/** Lamports that the transaction's own instructions transfer to one of the accounts; 0 for what cannot be read. */
export function tipTo(accounts: readonly string[], wire: Uint8Array): bigint {
  const transaction = readable(wire)
  if (!transaction) return 0n
  const { staticKeys, instructions } = transaction
  return instructions
    .filter(({ programIdIndex }) => staticKeys[programIdIndex] === SYSTEM_PROGRAM)
    .map((instruction) => ({
      view: Buffer.from(instruction.data),
      to: staticKeys[instruction.accounts[1] ?? -1] ?? '',
    }))
    .filter(
      ({ view, to }) => view.length === 12 && view.readUInt32LE(0) === TRANSFER && accounts.includes(to),
    )
    .reduce((sum, { view }) => sum + view.readBigUInt64LE(4), 0n)
}

const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111'
const SET_PRICE = 3

/** Whether it sets a price per compute unit. */
export function pricesUnits(wire: Uint8Array): boolean {
  const transaction = readable(wire)
  return (
    transaction?.instructions.some(
      ({ programIdIndex, data }) =>
        transaction.staticKeys[programIdIndex] === COMPUTE_BUDGET && data[0] === SET_PRICE,
    ) ?? false
  )
}

const readable = (wire: Uint8Array) => {
  try {
    return parseTransaction(wire)
  } catch (error) {
    if (error instanceof MalformedTransactionError) return null
    throw error
  }
}
