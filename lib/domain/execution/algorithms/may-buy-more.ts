/** A position as far as it tells whether anything of it is sold; amounts in base units. */
type Held = { status: string; exitSeq: number; amountRaw: bigint; boughtRaw: bigint }

/**
 * Whether an order goes on buying into its position. Once anything of it is sold, by whom or what ever, it does not:
 * one does not buy and sell at the same time, and how fast a sell was must not decide it. What left it outside
 * JARVIS is no exit of ours, but it is less than was bought.
 */
export const mayBuyMore = (position: Held | null): boolean =>
  position?.status === 'OPEN' && position.exitSeq === 0 && position.amountRaw === position.boughtRaw
