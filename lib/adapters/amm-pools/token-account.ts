import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'

const ACCOUNT_LENGTH = 165
const AMOUNT_OFFSET = 64
const STATE_OFFSET = 108
const INITIALIZED = 1
const FROZEN = 2

/**
 * Base units in an SPL token account (spl-token `Account`: mint 0, owner 32, amount 64, state 108).
 * Token-2022 accounts begin with the same bytes. null: not a token account.
 */
export const tokenAccountAmount = (account: AccountUpdate): bigint | null => {
  if (account.owner !== TOKEN_PROGRAM && account.owner !== TOKEN_2022_PROGRAM) return null
  const { data } = account
  if (account.owner === TOKEN_PROGRAM ? data.length !== ACCOUNT_LENGTH : data.length < ACCOUNT_LENGTH)
    return null
  const state = data[STATE_OFFSET]
  if (state !== INITIALIZED && state !== FROZEN) return null
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getBigUint64(AMOUNT_OFFSET, true)
}
