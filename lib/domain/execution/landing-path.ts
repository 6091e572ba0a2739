import type { Decimal } from '../money/decimal'
import { SOL_DECIMALS, toUi } from '../money/units'
import { isBudgetSpent } from './fee-budget'
import { DEFAULT_FEE_CAPS } from './priority-fee'
import { JITO_TIP_ACCOUNTS, SENDER_TIP_ACCOUNTS } from './tip-accounts'

/**
 * What a transaction pays to be landed by somebody beside the nodes. `sender` and `jito` get the same bytes as the
 * nodes do. `bundle`: Jito alone sees them at first, so that nobody trades in front of a large entry.
 */
export type TipPath = 'sender' | 'jito' | 'bundle'
export type Tip = { path: TipPath; account: string; lamports: bigint }

/** Which ways are set up. */
export type LandingWays = { sender: boolean; jito: boolean }
export const NODES_ALONE: LandingWays = { sender: false, jito: false }

export type TradeToLand = {
  side: 'BUY' | 'SELL'
  /** Dollars; null where nobody knows. */
  usd: Decimal | null
}

/** The least tip that Helius Sender sends over all of its paths (helius.dev/docs/sending-transactions/sender-max). */
const SENDER_TIP = 1_000_000n
/** A hundred times the least that Jito looks at (docs.jito.wtf). */
const JITO_TIP = 100_000n
/** A bundle competes with other bundles by its tip alone. */
const BUNDLE_TIP = 1_000_000n

/** A tip is at most this share of a trade. */
const MOST_TIP_BPS = 20
const BPS_ONE = 10_000

/** Entries from this many dollars on are worth trading in front of. */
const BUNDLE_FROM_USD = 500

const ACCOUNTS: Record<TipPath, readonly string[]> = {
  sender: SENDER_TIP_ACCOUNTS,
  jito: JITO_TIP_ACCOUNTS,
  bundle: JITO_TIP_ACCOUNTS,
}
const TIPS: Record<TipPath, bigint> = { sender: SENDER_TIP, jito: JITO_TIP, bundle: BUNDLE_TIP }

/**
 * Which way a trade takes beside the nodes, and what it tips for that; null: the nodes alone. An exit never waits for
 * a bundle. `spent`: lamports of fees and tips that its wallet has paid within the hour, and what of it failed;
 * `draw`: 0 to 1, picks one of the accounts, so that not everybody writes to the same one. `isSpare`: whether the
 * wallet can do without so many lamports.
 */
export const tipFor = (
  ways: LandingWays,
  trade: TradeToLand,
  solPriceUsd: Decimal | null,
  spent: { all: bigint; failed: bigint } = { all: 0n, failed: 0n },
  draw = 0,
  isSpare: (lamports: bigint) => boolean = () => true,
): Tip | null => {
  if (trade.usd === null || solPriceUsd === null || isBudgetSpent(spent.failed)) return null
  const usd = trade.usd
  const isWorth = (path: TipPath): boolean =>
    toUi(TIPS[path], SOL_DECIMALS).mul(solPriceUsd).mul(BPS_ONE).lessThanOrEqualTo(usd.mul(MOST_TIP_BPS)) &&
    spent.all + TIPS[path] <= DEFAULT_FEE_CAPS.perHour &&
    isSpare(TIPS[path])
  const large = trade.side === 'BUY' && usd.greaterThanOrEqualTo(BUNDLE_FROM_USD)
  const open: TipPath[] = [
    ...(ways.jito && large ? (['bundle'] as const) : []),
    ...(ways.sender ? (['sender'] as const) : []),
    ...(ways.jito ? (['jito'] as const) : []),
  ]
  const path = open.find(isWorth)
  if (!path) return null
  const accounts = ACCOUNTS[path]
  const place = Math.min(accounts.length - 1, Math.floor(draw * accounts.length))
  return { path, account: accounts[place]!, lamports: TIPS[path] }
}

/** How long Jito alone has a bundle; its leaders are nearly all, four slots each. Its blockhash lives 150 slots. */
export const BUNDLE_ALONE_MS = 5_000

const NAMES: Record<TipPath, string> = {
  sender: 'Helius Sender',
  jito: 'Jito',
  bundle: 'Jito, as a bundle that the nodes see only if it does not land at once',
}

export const tipPathInWords = (path: TipPath): string => NAMES[path]
