import { type Sandbox, startSandbox } from '@/sandbox/start-sandbox'

type Row = { mint: string; priceUsd: number }

export type DrillSandbox = Sandbox & { slotMs: number }

/** One of its own with short slots, unless `npm run drill` names a running one and the drill can do with that. */
export const drillSandbox = async (options: { slotMs: number; own: boolean }): Promise<DrillSandbox> => {
  const url = process.env.DRILL_SANDBOX_URL
  if (url && !options.own)
    return runningSandbox({
      url,
      geyserUrl: process.env.DRILL_GEYSER_URL!,
      slotMs: Number(process.env.DRILL_SLOT_MS),
    })
  const { slotMs } = options
  return Object.assign(await startSandbox({ port: 0, seed: 'drill', slotMs, dataDir: null }), { slotMs })
}

/** Somebody else's: faults, prices and the market's clock are given back as they were found. */
export const runningSandbox = async (
  running: Pick<DrillSandbox, 'url' | 'geyserUrl' | 'slotMs'>,
): Promise<DrillSandbox> => {
  const { url } = running
  const call = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${url}/control${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const before = (await (await call('GET', '/market')).json()) as Row[]
  const inside = (): never => {
    throw new Error('this drill needs a sandbox of its own: open its world with `ownSandbox`')
  }
  return {
    ...running,
    get chain() {
      return inside()
    },
    get market() {
      return inside()
    },
    get faults() {
      return inside()
    },
    close: async () => {
      await call('DELETE', '/faults')
      const now = (await (await call('GET', '/market')).json()) as Row[]
      const moved = before.filter(
        (row) => now.find(({ mint }) => mint === row.mint)?.priceUsd !== row.priceUsd,
      )
      for (const { mint, priceUsd } of moved) await call('PUT', `/market/${mint}`, { priceUsd })
      await call('PUT', '/market', { frozen: false })
    },
  }
}
