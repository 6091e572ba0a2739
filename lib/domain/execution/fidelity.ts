import { type Decimal, decimal, roundedString, ZERO } from '@/lib/domain/money/decimal'

/** What the simulator said of an attempt and what became of it. null: it failed, or would have. */
export type FillPair = {
  simulatedOutRaw: bigint | null
  realOutRaw: bigint | null
  /** From the signature to the block. */
  landedAfterMs: number
}

export type Fidelity = {
  /** Attempts that both filled; the figures below are of these. */
  pairs: number
  /** Real out above (+) or below (-) the simulated one, in bps: mean and standard deviation. */
  meanBps: string | null
  spreadBps: string | null
  /** The simulator was too hopeful, or too strict. */
  onlySimulated: number
  onlyReal: number
  /** Median time to land, which is what PAPER_LATENCY_MS should be. */
  medianLatencyMs: number | null
}

const BPS = decimal('10000')

/** How far paper fills can be trusted: real against simulated, attempt by attempt. */
export const fidelityOf = (all: readonly FillPair[]): Fidelity => {
  const differences = all.flatMap(({ simulatedOutRaw, realOutRaw }) =>
    simulatedOutRaw && realOutRaw
      ? [decimal(realOutRaw).minus(decimal(simulatedOutRaw)).div(decimal(simulatedOutRaw)).mul(BPS)]
      : [],
  )
  const mean = meanOf(differences)
  const variance = mean && meanOf(differences.map((difference) => difference.minus(mean).pow(2)))
  const latencies = all
    .filter(({ realOutRaw }) => realOutRaw !== null)
    .map(({ landedAfterMs }) => landedAfterMs)
    .sort((left, right) => left - right)
  return {
    pairs: differences.length,
    meanBps: mean && roundedString(mean, 2),
    spreadBps: variance && roundedString(variance.sqrt(), 2),
    onlySimulated: all.filter((pair) => pair.simulatedOutRaw !== null && pair.realOutRaw === null).length,
    onlyReal: all.filter((pair) => pair.simulatedOutRaw === null && pair.realOutRaw !== null).length,
    medianLatencyMs: latencies[Math.floor(latencies.length / 2)] ?? null,
  }
}

const meanOf = (values: readonly Decimal[]): Decimal | null =>
  values.length === 0
    ? null
    : values.reduce((sum, value) => sum.plus(value), ZERO).div(decimal(String(values.length)))
