import { movesSince } from '@/lib/db/wallet-moves-repository'
import { doubtOperation, type OperationRow, seenOfDoubt } from '@/lib/db/wallet-operation-repository'
import type { WalletRow } from '@/lib/db/wallet-repository'
import { DEATH_WITNESSES } from '@/lib/domain/orders/resolve-attempt'
import {
  type HoldingAt,
  lookOfTransfer,
  tellingsOf,
  type TransferLook,
} from '@/lib/domain/wallets/silent-transfer'
import type { Death } from '../execution/doubt-death'
import { orAfter } from '../execution/router/or-after'
import type { OperationDeps } from './operation-deps'
import { publishOperation } from './publish-operation'
import { changeOf, witnessOf } from './witness-of'

/** A node that does not tell within this is not waited for. */
const PATIENCE_MS = 2_000
/** Nobody waits for a transfer as for an exit; after this much doubt the nodes' word counts. */
const LONGEST_DOUBT_MS = 300_000
/** One more than needed. */
const ASKED = DEATH_WITNESSES + 1

/**
 * Nodes swear that they do not know a transfer whose time has passed. They may have forgotten it (ADR 26), and whoever
 * is told that it died asks again: so it is dead only where the books explain, to a hundredth of its amount, what these
 * very nodes hold of the wallet now. Else it is followed on, told, and reserved as before. The first doubt is stored, so
 * a restart spends none of the time.
 */
export const judgeOperationDeath = async (
  deps: OperationDeps,
  row: OperationRow,
  payer: WalletRow,
  witnesses: readonly string[],
): Promise<Death> => {
  const { look, seen } = await lookAt(deps, row, payer, witnesses)
  if (look === 'unmoved') return 'certain'
  const now = deps.now()
  const doubt = await doubtOperation(deps.db, row.id, now, { detail: WORDS[look], seen })
  // Another run has ended it; so nothing this one finds counts any more.
  if (!doubt) return 'certain'
  if (doubt.isNews) await publishOperation(deps, row.id)
  return now.getTime() - doubt.since.getTime() > LONGEST_DOUBT_MS ? 'unclear' : 'doubtful'
}

const FOLLOWED = 'It is followed on, and its amount stays reserved, for five minutes at most.'
const WORDS: Record<Exclude<TransferLook, 'unmoved'>, string> = {
  moved: `No node knows it and its time has passed, yet your wallet looks as if it had landed. Do not ask again. ${FOLLOWED}`,
  unsettled: `No node knows it and its time has passed, but something else moves what your wallet holds, so that does not tell yet whether it landed. Do not ask again. ${FOLLOWED}`,
  untold: `No node knows it and its time has passed, but it is not known what your wallet held before and holds now. Do not ask again. ${FOLLOWED}`,
}

const lookAt = async (
  deps: OperationDeps,
  row: OperationRow,
  payer: WalletRow,
  witnesses: readonly string[],
): Promise<{ look: TransferLook; seen: readonly HoldingAt[] }> => {
  const { heldBeforeRaw, heldBeforeSlot } = row
  if (heldBeforeRaw === null || heldBeforeSlot === null) return { look: 'untold', seen: [] }
  const witness = await witnessOf(deps.db, row, payer)
  const ask = (node: string) => deps.chain.finalizedHolding(node, witness.address, witness.mint, 'other')
  const answers = await Promise.all(
    witnesses.slice(0, ASKED).map((node) => orAfter(ask(node), PATIENCE_MS, null)),
  )
  const told = answers.filter((holding) => holding !== null)
  // After the nodes: what they show and is not booked by now is still out.
  const { booked, inRaw, outRaw } = await movesSince(deps.db, witness, heldBeforeSlot, row)
  const changeRaw = changeOf(row)
  const transfer = {
    changeRaw,
    before: { slot: heldBeforeSlot, amountRaw: heldBeforeRaw },
    told,
    seen: await seenOfDoubt(deps.db, row.id),
    booked,
    againstRaw: changeRaw < 0n ? inRaw : outRaw,
  }
  return { look: lookOfTransfer(transfer), seen: tellingsOf(transfer) }
}
