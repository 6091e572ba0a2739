/**
 * What the taker of bundles says of the one with this transaction; null where it tells of none that landed. For the
 * timeline only: the chain decides what became of a signature.
 */
export type BundleReader = (signature: string) => Promise<{ bundleId: string; slot: bigint } | null>
