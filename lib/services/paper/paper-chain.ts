import {
  buryPaperTransaction,
  findPaperTransaction,
  openPaperAccount,
  paperHoldings,
  type PaperTransactionRow,
} from '@/lib/db/paper-repository'
import { NATIVE_SOL, paperFill, SIGNATURE_FEE } from '@/lib/domain/execution/paper-fill'
import { meaningOf } from '@/lib/domain/execution/program-errors'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { ChainReader, FeeParts, SignatureStatus } from '@/lib/ports/chain'
import type { PaperDeps } from './paper-deps'
import { requireTicket } from './paper-signer'

type PaperReads = Pick<
  ChainReader,
  | 'balances'
  | 'surveyBalances'
  | 'holding'
  | 'finalizedHolding'
  | 'signatureStatus'
  | 'surveySignature'
  | 'walletChanges'
  | 'simulate'
  | 'onSignature'
>

const NOTHING_FROZEN: ReadonlySet<string> = new Set()

/** The wallets and transactions of paper mode, which live in Postgres. Everything else is read from the real chain. */
export const createPaperChain = (deps: Omit<PaperDeps, 'router' | 'newId' | 'pause'>): PaperReads => {
  const { db, settings } = deps
  const holdings = async (address: string) => {
    await openPaperAccount(
      db,
      address,
      new Map([
        [NATIVE_SOL, settings.lamports],
        [USDC_MINT, settings.usdcRaw],
      ]),
    )
    return paperHoldings(db, address)
  }
  const landed = async (signature: string) => {
    const row = await findPaperTransaction(db, signature)
    return row?.status === 'LANDED' ? row : null
  }
  const holding: ChainReader['holding'] = async (owner, mint) => ({
    slot: await deps.chain.slot(),
    amountRaw: (await holdings(owner)).get(mint ?? NATIVE_SOL) ?? 0n,
  })
  return {
    balances: async (owner) => {
      const slot = await deps.chain.slot()
      return { slot, frozen: NOTHING_FROZEN, ...split(await holdings(owner)) }
    },
    surveyBalances: async (owner) => {
      // Postgres is the only witness, and it is the truth.
      const balances = {
        slot: await deps.chain.slot(),
        frozen: NOTHING_FROZEN,
        ...split(await holdings(owner)),
      }
      return { asked: 1, answers: [{ node: 'paper', balances }] }
    },
    holding,
    finalizedHolding: (_node, owner, mint) => holding(owner, mint),
    signatureStatus: async (signature) => statusOf(await landed(signature)),
    surveySignature: async (signature) => {
      const status = statusOf(await landed(signature))
      if (status) return { status, knownTo: ['paper'], unknownTo: [] }
      const height = await deps.chain.finalizedBlockHeight()
      if (!(await buryPaperTransaction(db, signature, height, deps.now())))
        return { status: null, knownTo: [], unknownTo: [] }
      // Postgres has closed the signature: as good as the word of two nodes.
      const witness = { node: 'paper', finalizedHeight: height }
      return { status: null, knownTo: [], unknownTo: [witness, witness] }
    },
    walletChanges: async (signature, wallet) => {
      const row = await landed(signature)
      if (!row || row.address !== wallet) return null
      const { slot, at, error, customCode, lamports, feeLamports } = row
      const tokens = new Map(Object.entries(row.tokens).map(([mint, change]) => [mint, BigInt(change)]))
      const fees = feePartsOf(lamports, feeLamports)
      return {
        signature,
        slot,
        at,
        error,
        customCode,
        means: meaningOf(customCode),
        lamports,
        feeLamports,
        fees,
        tokens,
        withheld: new Map(),
      }
    },
    simulate: async (transaction) => {
      const ticket = requireTicket(transaction)
      const held = await holdings(ticket.wallet)
      const fill = paperFill({ ...settings, ticket, landedOutRaw: ticket.quotedOutRaw, holdings: held })
      const after = new Map(held)
      for (const [mint, change] of fill.tokens) after.set(mint, (after.get(mint) ?? 0n) + change)
      after.set(NATIVE_SOL, (after.get(NATIVE_SOL) ?? 0n) + fill.lamports)
      return {
        error: fill.error,
        customCode: fill.customCode,
        means: meaningOf(fill.customCode),
        blockhashUnknown: false,
        logs: [],
        computeUnits: null,
        before: split(held),
        after: fill.error === null ? split(after) : null,
      }
    },
    // Polling finds it within half a second.
    onSignature: () => () => {},
  }
}

const split = (holdings: ReadonlyMap<string, bigint>) => {
  const tokens = new Map(holdings)
  tokens.delete(NATIVE_SOL)
  return { lamports: holdings.get(NATIVE_SOL) ?? 0n, tokens }
}

/** A paper fill pays its fee and the rent of the account it opens. */
const feePartsOf = (lamports: bigint, feeLamports: bigint): FeeParts => {
  const network = feeLamports < SIGNATURE_FEE ? feeLamports : SIGNATURE_FEE
  return { network, priority: feeLamports - network, rent: -lamports - feeLamports, tip: 0n }
}

const statusOf = (row: PaperTransactionRow | null): SignatureStatus | null =>
  row && { slot: row.slot, error: row.error, customCode: row.customCode, commitment: 'finalized' }
