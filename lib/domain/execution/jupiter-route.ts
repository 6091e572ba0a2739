import type { DecodedInstruction } from './decoded-transaction'
import { startsWith, u16At, u64At } from './little-endian'

/** What a route instruction of Jupiter's program promises. Amounts in base units. */
export type JupiterRoute = {
  authority: string
  source: string
  destination: string
  /** Where the output goes instead, if the instruction names another account; the program's own id means nobody. */
  redirect: string | null
  /** null: this form of the instruction does not name it. */
  sourceMint: string | null
  destinationMint: string
  inputRaw: bigint
  quotedOutRaw: bigint
  slippageBps: number
  platformFeeBps: number
}

type Layout = {
  discriminator: readonly number[]
  accounts: {
    authority: number
    source: number
    destination: number
    redirect?: number
    sourceMint?: number
    destinationMint: number
  }
  /** The amounts stand at this offset, or (v1) in the last 19 bytes, behind a route plan of any length. */
  amountsAt: number | 'end'
}

/**
 * The exact-in routes of Jupiter's program by their IDL (JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4);
 * discriminators are the first eight bytes of sha256("global:<name>").
 */
const LAYOUTS: readonly Layout[] = [
  {
    // route
    discriminator: [0xe5, 0x17, 0xcb, 0x97, 0x7a, 0xe3, 0xad, 0x2a],
    accounts: { authority: 1, source: 2, destination: 3, redirect: 4, destinationMint: 5 },
    amountsAt: 'end',
  },
  {
    // shared_accounts_route
    discriminator: [0xc1, 0x20, 0x9b, 0x33, 0x41, 0xd6, 0x9c, 0x81],
    accounts: { authority: 2, source: 3, destination: 6, sourceMint: 7, destinationMint: 8 },
    amountsAt: 'end',
  },
  {
    // route_v2
    discriminator: [0xbb, 0x64, 0xfa, 0xcc, 0x31, 0xc4, 0xaf, 0x14],
    accounts: { authority: 0, source: 1, destination: 2, sourceMint: 3, destinationMint: 4, redirect: 7 },
    amountsAt: 8,
  },
  {
    // shared_accounts_route_v2: an id byte stands first
    discriminator: [0xd1, 0x98, 0x53, 0x93, 0x7c, 0xfe, 0xd8, 0xe9],
    accounts: { authority: 1, source: 2, destination: 5, sourceMint: 6, destinationMint: 7 },
    amountsAt: 9,
  },
]

/** create_token_account: makes a token account for the signer, paid by it. */
const CREATE_TOKEN_ACCOUNT = [0x93, 0xf1, 0x7b, 0x64, 0xf4, 0x84, 0xae, 0x76]

export const isJupiterTokenAccountCreation = (instruction: DecodedInstruction): boolean =>
  startsWith(instruction.data, CREATE_TOKEN_ACCOUNT)

/** null for every instruction that is not a complete exact-in route. */
export const readJupiterRoute = ({ programId, data, accounts }: DecodedInstruction): JupiterRoute | null => {
  const layout = LAYOUTS.find(({ discriminator }) => startsWith(data, discriminator))
  if (!layout) return null
  const { amountsAt } = layout
  const offset = amountsAt === 'end' ? data.length - 19 : amountsAt
  if (offset < 8) return null
  const inputRaw = u64At(data, offset)
  const quotedOutRaw = u64At(data, offset + 8)
  const slippageBps = u16At(data, offset + 16)
  const platformFeeBps = amountsAt === 'end' ? data[offset + 18] : u16At(data, offset + 18)
  const at = layout.accounts
  const [authority, source, destination] = [
    accounts[at.authority],
    accounts[at.source],
    accounts[at.destination],
  ]
  const destinationMint = accounts[at.destinationMint]
  const redirect = at.redirect === undefined ? programId : accounts[at.redirect]
  const sourceMint = at.sourceMint === undefined ? null : accounts[at.sourceMint]
  if (inputRaw === null || quotedOutRaw === null || slippageBps === null || platformFeeBps == null)
    return null
  if (!authority || !source || !destination || !destinationMint || !redirect || sourceMint === undefined)
    return null
  return {
    authority,
    source,
    destination,
    redirect: redirect === programId ? null : redirect,
    sourceMint,
    destinationMint,
    inputRaw,
    quotedOutRaw,
    slippageBps,
    platformFeeBps,
  }
}
