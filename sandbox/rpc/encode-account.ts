import bs58 from 'bs58'
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '@/sandbox/chain/addresses'
import type { ChainAccount } from '@/sandbox/chain/chain'
import { readMint, readTokenAccountDetail } from '@/sandbox/chain/token-account'
import { parsedExtensions } from './parse-extensions'
import { type Config, isRecord, natural } from './params'
import { invalidParams, RpcError } from './rpc-error'
import { uiAmount } from './ui-amount'

const PROGRAM_NAMES: Record<string, string> = {
  [TOKEN_PROGRAM]: 'spl-token',
  [TOKEN_2022_PROGRAM]: 'spl-token-2022',
}
const NATIVE_DECIMALS = 9
const MAX_BASE58_BYTES = 128
// u64::MAX as every JSON reader rounds it: nodes answer it for rent exempt accounts.
const RENT_EXEMPT_EPOCH = 18446744073709552000

type DecimalsOf = (mint: string) => number

/** An account as getAccountInfo answers it, honouring `encoding` and `dataSlice`. */
export function encodeAccount(account: ChainAccount, config: Config, decimalsOf: DecimalsOf): unknown {
  return {
    lamports: Number(account.lamports),
    owner: account.owner,
    executable: account.executable,
    rentEpoch: RENT_EXEMPT_EPOCH,
    space: account.data.length,
    data:
      (config.encoding === 'jsonParsed' && parsedData(account, decimalsOf)) ||
      encodedData(account.data, config),
  }
}

function encodedData(data: Uint8Array, { encoding, dataSlice }: Config): unknown {
  const { buffer, byteOffset, byteLength } = sliced(data, dataSlice)
  const shown = Buffer.from(buffer, byteOffset, byteLength)
  switch (encoding) {
    case 'base64':
    case 'jsonParsed':
      return [shown.toString('base64'), 'base64']
    case 'base58':
    case 'binary':
    case undefined:
    case null: {
      if (shown.length > MAX_BASE58_BYTES) {
        throw new RpcError(
          -32600,
          'Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.',
        )
      }
      return encoding === 'base58' ? [bs58.encode(shown), 'base58'] : bs58.encode(shown)
    }
    default:
      throw invalidParams(`unsupported encoding: ${String(encoding)}. Use base64, base58 or jsonParsed`)
  }
}

function sliced(data: Uint8Array, slice: unknown): Uint8Array {
  if (!isRecord(slice)) return data
  const offset = Number(natural(slice.offset, 'dataSlice.offset'))
  return data.subarray(offset, offset + Number(natural(slice.length, 'dataSlice.length')))
}

function parsedData({ owner, data }: ChainAccount, decimalsOf: DecimalsOf): unknown {
  const parsed = parsedTokenAccount(owner, data, decimalsOf) ?? parsedMint(owner, data)
  return parsed && { program: PROGRAM_NAMES[owner], space: data.length, parsed }
}

function parsedTokenAccount(owner: string, data: Uint8Array, decimalsOf: DecimalsOf): unknown {
  const token = readTokenAccountDetail(owner, data)
  if (!token) return null
  const decimals = decimalsOf(token.mint)
  return {
    type: 'account',
    info: {
      mint: token.mint,
      owner: token.owner,
      state: token.state,
      isNative: token.rentExemptReserve !== null,
      tokenAmount: uiAmount(token.amount, decimals),
      ...(token.rentExemptReserve !== null && {
        rentExemptReserve: uiAmount(token.rentExemptReserve, NATIVE_DECIMALS),
      }),
      ...(token.delegate && {
        delegate: token.delegate,
        delegatedAmount: uiAmount(token.delegatedAmount, decimals),
      }),
      ...(token.closeAuthority && { closeAuthority: token.closeAuthority }),
      ...parsedExtensions(owner, data),
    },
  }
}

function parsedMint(owner: string, data: Uint8Array): unknown {
  const mint = readMint(owner, data)
  return (
    mint && {
      type: 'mint',
      info: { ...mint, supply: mint.supply.toString(), ...parsedExtensions(owner, data) },
    }
  )
}
