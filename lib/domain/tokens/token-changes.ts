import { percentOfBps, type StoredMintFacts } from './safety'

/** A token as it was when a position in it was first looked at. */
export type TokenBaseline = { mint: StoredMintFacts }

/** A power used, or gained, since then. `occasion` is the same while the change is the same. */
export type TokenChange = { occasion: string; level: 'warn' | 'crit'; title: string; detail: string }

const rose = (before: StoredMintFacts, now: StoredMintFacts): boolean => now.taxBps > before.taxBps

const announced = (before: StoredMintFacts, now: StoredMintFacts): boolean =>
  now.laterTax !== null && now.laterTax.bps > Math.max(now.taxBps, before.laterTax?.bps ?? before.taxBps)

/** What became worse for those who hold the token; better is no news. */
export const tokenChanges = (
  symbol: string,
  { mint: before }: TokenBaseline,
  now: StoredMintFacts,
): TokenChange[] => {
  const changes: TokenChange[] = []
  if (rose(before, now))
    changes.push({
      occasion: `tax:${now.taxBps}`,
      level: 'crit',
      title: `${symbol} raised its transfer tax`,
      detail: `${symbol} now keeps ${percentOfBps(now.taxBps)} of every transfer, ${percentOfBps(before.taxBps)} when you bought. A sale brings that much less.`,
    })
  if (announced(before, now))
    changes.push({
      occasion: `later-tax:${now.laterTax!.bps}:${now.laterTax!.epoch}`,
      level: 'crit',
      title: `${symbol} will raise its transfer tax`,
      detail: `From epoch ${now.laterTax!.epoch} on, within about four days, it keeps ${percentOfBps(now.laterTax!.bps)} of every transfer. Selling before costs ${percentOfBps(now.taxBps)}.`,
    })
  if (before.freezeAuthorityDisabled && !now.freezeAuthorityDisabled)
    changes.push({
      occasion: 'freeze-authority',
      level: 'crit',
      title: `${symbol} can now be frozen`,
      detail:
        'Somebody holds a freeze authority that nobody held when you bought. Your tokens could be frozen at any time.',
    })
  if (before.mintAuthorityDisabled && !now.mintAuthorityDisabled)
    changes.push({
      occasion: 'mint-authority',
      level: 'warn',
      title: `The supply of ${symbol} can now be raised`,
      detail:
        'Somebody holds a mint authority that nobody held when you bought. New tokens would press the price.',
    })
  const added = now.blockers.filter((blocker) => !before.blockers.includes(blocker))
  if (added.length > 0)
    changes.push({
      occasion: `extensions:${added.join(',')}`,
      level: 'crit',
      title: `${symbol} gained power over your tokens`,
      detail: `It now has ${added.join(' and ')}.`,
    })
  return changes
}
