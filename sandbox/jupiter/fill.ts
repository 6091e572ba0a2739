import type { LandedTransaction } from '@/sandbox/chain/chain'
import type { Quote } from './quote'

const TRANSFER_CHECKED = 12

/**
 * What a swap moved, hop by hop. The program's own transfers tell it: the input, then each hop's output. Of the last
 * one that counts which reached the taker, after the token's own tax.
 */
export function fillOf(
  { route, amount, outputMint }: Quote,
  taker: string,
  landed: LandedTransaction | null,
) {
  const moved = landed ? transferredAmounts(landed).slice(-(route.hops.length + 1)) : []
  const quoted = [amount, ...route.hops.map((hop) => hop.out)]
  const amounts = moved.length === quoted.length ? moved : quoted
  const arrived = landed ? arrivedAt(landed, taker, outputMint) : 0n
  if (arrived > 0n) amounts[amounts.length - 1] = arrived
  const paid = (amounts[0] ?? 0n).toString()
  const received = (amounts.at(-1) ?? 0n).toString()
  return {
    totalInputAmount: paid,
    totalOutputAmount: received,
    inputAmountResult: paid,
    outputAmountResult: received,
    swapEvents: route.hops.map((hop, index) => ({
      inputMint: hop.inputMint,
      inputAmount: (amounts[index] ?? 0n).toString(),
      outputMint: hop.outputMint,
      outputAmount: (amounts[index + 1] ?? 0n).toString(),
    })),
  }
}

/** 0 where nothing stayed, as for SOL that was unwrapped. */
function arrivedAt(landed: LandedTransaction, taker: string, mint: string): bigint {
  const held = (balances: LandedTransaction['preTokenBalances']) =>
    balances.reduce(
      (sum, entry) => (entry.owner === taker && entry.mint === mint ? sum + entry.amount : sum),
      0n,
    )
  return held(landed.postTokenBalances) - held(landed.preTokenBalances)
}

function transferredAmounts(landed: LandedTransaction): bigint[] {
  return landed.inner
    .flatMap((group) => group.instructions)
    .filter(({ data }) => data[0] === TRANSFER_CHECKED && data.length >= 9)
    .map(({ data }) => Buffer.from(data).readBigUInt64LE(1))
}
