/**
 * Whether an order goes on buying into its position. Once anything of it is sold, by whom or what ever, it does not:
 * one does not buy and sell at the same time, and how fast a sell was must not decide it.
 */
export const mayBuyMore = (position: { status: string; exitSeq: number } | null): boolean =>
  position?.status === 'OPEN' && position.exitSeq === 0
