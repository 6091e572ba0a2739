/** A launch as its launchpad tells of it. */
export type SeenLaunch = {
  mint: string
  symbol: string
  name: string
  icon: string | null
  creator: string | null
  /** The launchpad's own word. */
  status: string
  dbcPool: string | null
  twitter: string | null
  website: string | null
}

export type LaunchPools = { mint: string; dbcPool: string | null; dammPool: string | null }

/** Throws AppError `venue.unavailable` where it cannot be read. */
export interface LaunchFeed {
  /** The newest launches, as many as the launchpad tells at once. */
  launches(): Promise<SeenLaunch[]>
  /** Pools of those that have graduated. */
  graduated(): Promise<LaunchPools[]>
}

/** How much of its curve a launch has filled, hundredths of a percent, by pool; one that cannot be read is absent. */
export interface CurveReader {
  progress(dbcPools: readonly string[]): Promise<ReadonlyMap<string, number>>
}
