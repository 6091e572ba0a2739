import bs58 from 'bs58'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { TokenAccount } from '@/lib/domain/wallets/reclaim'
import { ownedAccounts } from './balances'
import { COMMITMENT, type Provider } from './provider'
import { readTokenAccount } from './token-account-data'

const STATE_AT = 108
const FROZEN = 2
const CLOSE_AUTHORITY_AT = 129
const EXTENSIONS_AT = 166
const TRANSFER_FEE_AMOUNT = 2

/** Every token account of the owner, under both programs. */
export const readTokenAccounts = async (provider: Provider, owner: string): Promise<TokenAccount[]> => {
  const held = await Promise.all(
    [TOKEN_PROGRAM, TOKEN_2022_PROGRAM].map(async (program) => {
      const { value } = await ownedAccounts(provider, owner, program, {
        commitment: COMMITMENT,
      })
      return value.map(({ pubkey, account }) => ({ program, address: pubkey, account }))
    }),
  )
  return held.flat().flatMap(({ program, address, account }) => {
    const parsed = readTokenAccount(account.data)
    if (!parsed) return []
    const { mint, amount } = parsed
    return [
      {
        address,
        mint: bs58.encode(mint),
        program,
        amountRaw: amount,
        lamports: account.lamports,
        stuck: isStuck(account.data, owner),
      },
    ]
  })
}

/** Its owner cannot close it: it is frozen, somebody else may close it, or it holds back fees of transfers. */
export const isStuck = (data: Uint8Array, owner: string): boolean =>
  data[STATE_AT] === FROZEN || !closableBy(data, owner) || withheld(data) > 0n

/** The close authority is an optional key: absent, the owner's. */
const closableBy = (data: Uint8Array, owner: string): boolean => {
  const given = new DataView(data.buffer, data.byteOffset).getUint32(CLOSE_AUTHORITY_AT, true) !== 0
  return !given || bs58.encode(data.subarray(CLOSE_AUTHORITY_AT + 4, CLOSE_AUTHORITY_AT + 36)) === owner
}

/** Of Token-2022's transfer fee: extensions follow as type (u16), length (u16), value. */
const withheld = (data: Uint8Array): bigint => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let at = EXTENSIONS_AT; at + 4 <= data.length;) {
    const [type, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)]
    if (type === 0) return 0n
    if (type === TRANSFER_FEE_AMOUNT && at + 12 <= data.length) return view.getBigUint64(at + 4, true)
    at += 4 + length
  }
  return 0n
}
