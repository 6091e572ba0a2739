/** When an account was written: `version` orders the writes of one node; null for a read, which knows only its slot. */
export type Written = { slot: bigint; version: bigint | null; node: string }

/**
 * Whether a state is newer than the known one. An account never goes back in slot. Within a slot the stream is ahead
 * of a read, a later read ahead of an earlier one, and a later write ahead of an earlier one: a write told twice is
 * no news. Versions of two nodes do not compare; there the later told counts.
 */
export const isNews = (known: Written | null, { slot, version, node }: Written): boolean => {
  if (known === null || slot > known.slot) return true
  if (slot < known.slot) return false
  if (known.version === null) return true
  return version !== null && (node !== known.node || version > known.version)
}
