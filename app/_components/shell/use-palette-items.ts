import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { tokensQuery } from '@/app/_api/queries'
import { mintInText } from '@/app/_format/text'
import { useDebounced } from '@/app/_live/use-debounced'
import type { TokenCard } from '@/lib/contracts/tokens'
import { type AppPage, PAGES } from './pages'
import { PALETTE_ACTIONS, type PaletteAction } from './palette-actions'

export type PaletteItem =
  | { kind: 'token'; path: string; token: TokenCard }
  | { kind: 'page'; path: string; page: AppPage }
  | { kind: 'action'; path: string; action: PaletteAction }

const SHOWN = 8

const matches = (token: TokenCard, text: string): boolean =>
  `${token.symbol} ${token.name}`.toLowerCase().includes(text.toLowerCase()) ||
  (text.length > 3 && token.mint.includes(text))

/** The symbol counts before the name, its start before its middle. */
const rank = (token: TokenCard, text: string): number => {
  const symbol = token.symbol.toLowerCase()
  const wanted = text.toLowerCase()
  if (symbol === wanted) return 0
  return symbol.startsWith(wanted) ? 1 : symbol.includes(wanted) ? 2 : 3
}

/** `sell 50 % WIF` opens the page of WIF, where it is sold. */
const tokenWanted = (typed: string): string =>
  typed
    .trim()
    .replace(/^(?:buy|sell)\s+(?:\$?\d[\d.,]*\s*%?\s+)?(?:of\s+)?/i, '')
    .replace(/^\$/, '')

/** Tokens known here at once, those only the server knows after a moment, the pages, and acts by their name. */
export const usePaletteItems = (typed: string): { items: PaletteItem[]; searching: boolean } => {
  const text = mintInText(typed) ?? tokenWanted(typed)
  const act = typed.trim().toLowerCase()
  const settled = useDebounced(text, 200)
  const { data: known = [] } = useQuery(tokensQuery())
  const { data: found = [], isFetching } = useQuery({
    ...tokensQuery(settled),
    enabled: settled !== '',
    placeholderData: keepPreviousData,
  })
  const local = known.filter((token) => matches(token, text))
  const remote = text === '' ? [] : found.filter((token) => matches(token, text))
  const unique = new Map([...local, ...remote].map((token) => [token.mint, token]))
  const tokens = [...unique.values()].sort((a, b) => rank(a, text) - rank(b, text))
  const pages = PAGES.filter((page) => page.name.toLowerCase().includes(text.toLowerCase()))
  const actions = PALETTE_ACTIONS.filter(
    ({ name, also }) => act !== '' && `${name} ${also}`.toLowerCase().includes(act),
  )
  const items: PaletteItem[] = [
    ...tokens
      .slice(0, SHOWN)
      .map((token) => ({ kind: 'token' as const, path: `/trade/${token.mint}`, token })),
    ...pages.map((page) => ({ kind: 'page' as const, path: page.path, page })),
    ...actions.map((action) => ({ kind: 'action' as const, path: action.path, action })),
  ]
  return { items, searching: isFetching || settled !== text }
}
