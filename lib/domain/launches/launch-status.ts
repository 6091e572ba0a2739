/** bags.fm's own words for where a launch stands; MIGRATED ones trade in a pool of their own. */
export const launchStatuses = ['PRE_LAUNCH', 'PRE_GRAD', 'MIGRATING', 'MIGRATED'] as const
export type LaunchStatus = (typeof launchStatuses)[number]

/** The later of two: a vendor that lags does not take a graduation back. Words it does not know say nothing. */
export const furtherStatus = (known: LaunchStatus | null, told: string): LaunchStatus => {
  const rank = (status: string | null): number => launchStatuses.findIndex((each) => each === status)
  return launchStatuses[Math.max(rank(known), rank(told), 0)]!
}
