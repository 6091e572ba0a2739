import type { Database } from '@/lib/db/client'
import { findToken, findTokens, findTokensBySymbol, type TokenRow } from '@/lib/db/token-repository'
import { normalSymbol, pickBySymbol } from '@/lib/domain/tokens/pick-by-symbol'
import { AppError } from '@/lib/errors'
import type { TokenDirectory } from '@/lib/ports/market-data'
import { isMintAddress } from './mint-address'
import { storeListings } from './store-listings'

export type ResolveTokenDeps = { db: Database; directory: TokenDirectory; now: () => Date }

const MAX_SYMBOL = 32

/**
 * The token that a mint or a symbol (`BONK`, `$bonk`) means. The mint is the identity. A symbol is taken only where
 * exactly one token of that name is verified, or one token has it at all: copies of a name are cheap.
 * Throws `token.unknown`, `token.ambiguous` (extra.candidates), or what the directory throws where it was needed.
 */
export const resolveToken = async (deps: ResolveTokenDeps, text: string): Promise<TokenRow> => {
  const wanted = text.trim()
  return isMintAddress(wanted) ? byMint(deps, wanted) : bySymbol(deps, wanted)
}

const byMint = async ({ db, directory, now }: ResolveTokenDeps, mint: string): Promise<TokenRow> => {
  const known = await findToken(db, mint)
  if (known) return known
  const listings = await directory.byMints([mint])
  await storeListings(db, listings, now())
  const found = await findToken(db, mint)
  if (found) return found
  throw new AppError('token.unknown', `No token with the mint ${mint} is known. Check the address.`)
}

const bySymbol = async ({ db, directory, now }: ResolveTokenDeps, text: string): Promise<TokenRow> => {
  const symbol = normalSymbol(text)
  if (symbol === '' || symbol.length > MAX_SYMBOL)
    throw new AppError('token.unknown', 'Name a token by its symbol or its mint address.')
  const known = await findTokensBySymbol(db, symbol)
  if (known.filter(({ verified }) => verified).length === 1) return picked(symbol, known)
  const listings = (await directory.search(symbol)).filter((token) => normalSymbol(token.symbol) === symbol)
  await storeListings(db, listings, now())
  const mints = new Set([...known, ...listings].map(({ mint }) => mint))
  return picked(symbol, await findTokens(db, [...mints]))
}

const picked = (symbol: string, tokens: readonly TokenRow[]): TokenRow => {
  const pick = pickBySymbol(symbol, tokens)
  if (pick.kind === 'one') return pick.token
  if (pick.kind === 'none')
    throw new AppError(
      'token.unknown',
      `No token is called ${symbol}. Check the symbol, or use the mint address.`,
    )
  const candidates = pick.candidates.map(
    ({ mint, symbol: name, name: longName, verified, liquidityUsd }) => ({
      mint,
      symbol: name,
      name: longName,
      verified,
      liquidityUsd,
    }),
  )
  throw new AppError(
    'token.ambiguous',
    `${candidates.length} tokens are called ${symbol}. Use the mint address of the one you mean.`,
    { extra: { candidates } },
  )
}
