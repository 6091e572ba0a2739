import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import bs58 from 'bs58'
import { bagsGatewayErrors } from './bags/bags-world'
import { createBagsHandler } from './bags/bags-handler'
import { Chain } from './chain/chain'
import { keepSlotJournal, readSlotJournal, type JournalEntry, type SlotJournal } from './chain/slot-journal'
import { createControlHandler } from './control/control-handler'
import { thawAll, TokenFreezer } from './control/freeze-tokens'
import { FaultBoard, RPC_TARGETS } from './faults/fault-board'
import { createGeckoTerminalHandler } from './geckoterminal/gecko-handler'
import { geckoTerminalErrors } from './geckoterminal/gateway-errors'
import { startGeyser } from './geyser/start-geyser'
import { createSenderHandler, senderGatewayErrors } from './helius-sender/sender-handler'
import { startServer } from './http/server'
import { createJitoHandler, jitoGatewayErrors } from './jito/jito-handler'
import { jupiterGatewayErrors } from './jupiter/gateway-errors'
import { createJupiterHandler } from './jupiter/jupiter-handler'
import type { LaunchPace } from './launches/launch-engine'
import { Market } from './market/market'
import { mintsThatFreeze, setTokenTraps } from './market/token-traps'
import type { EngineState } from './market/price-engine'
import { createRpcHandler, type RpcHandler } from './rpc/rpc-handler'
import { loadState, saveState, setAside, type SavedState } from './state/state-file'

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number
  /** Of the account stream; a free one by default. */
  geyserPort?: number
  seed: string
  slotMs: number
  /** Where the state is kept; null keeps none. */
  dataDir: string | null
  /** Ordinary tokens listed beside the usual ones; none by default. */
  extraTokens?: number
  /** How launches come and trade by themselves; none do without it. */
  launchPace?: LaunchPace
}

export type Sandbox = {
  url: string
  geyserUrl: string
  chain: Chain
  market: Market
  faults: FaultBoard
  /** Saves the state, ends every connection and stops the chain; once, however often it is called. */
  close: () => Promise<void>
}

type World = { chain: Chain; market: Market }
type Files = { world: string; journal: string }

const SAVE_EVERY_MS = 60_000
/** The journal is read whole at the next start. */
const JOURNAL_BYTES = 8_000_000
const CHECK_EVERY_MS = 1_000
/** A long history takes long to save and nothing else runs meanwhile: rest at least this many times as long. */
const REST_AFTER_SAVE = 50

/** Starts chain, market and server. Rejects with EADDRINUSE when a port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const files = options.dataDir === null ? null : filesIn(options.dataDir)
  const faults = new FaultBoard()
  const { chain, market } = openWorld(options, files)
  const freezer = new TokenFreezer(
    chain,
    faults,
    (token) => mintOf(market, token),
    () =>
      new Set([
        ...market.amm.pools().flatMap(({ vault, usdcVault }) => [vault, usdcVault]),
        ...market.meteora.pools().flatMap(({ vault, quoteVault }) => [vault, quoteVault]),
      ]),
  )
  const dollarVaults = new Map(market.amm.pools().map(({ usdcVault, mint }) => [usdcVault, mint]))
  const pricedBy = (address: string) => dollarVaults.get(address) ?? null
  const rpc = new Map(
    RPC_TARGETS.map((name) => [name as string, createRpcHandler(chain, faults, name, pricedBy)]),
  )
  const { amm, meteora, launchpad } = market
  const exchanges = { chain, amm, meteora, tokens: market, faults }
  const server = await startServer(options.port, {
    vendors: {
      jupiter: { handler: createJupiterHandler(exchanges), errors: jupiterGatewayErrors },
      bags: {
        handler: createBagsHandler({ ...exchanges, launchpad }),
        errors: bagsGatewayErrors,
        basePath: '/api/v1',
      },
      jito: { handler: createJitoHandler(chain, faults), errors: jitoGatewayErrors },
      'helius-sender': { handler: createSenderHandler(chain, faults), errors: senderGatewayErrors },
      geckoterminal: {
        handler: createGeckoTerminalHandler({
          tokens: market,
          faults,
          minuteCandles: (mint) => market.candles(mint, 0, Number.MAX_SAFE_INTEGER),
          now: chain.now,
        }),
        errors: geckoTerminalErrors,
      },
    },
    rpc: endpointOf(rpc),
    control: createControlHandler({ chain, market, faults, freezer }),
    faults,
  })
  const geyser = await startGeyser({ port: options.geyserPort ?? 0, chain, faults, pricedBy }).catch(
    async (error: unknown) => {
      await server.close()
      throw error
    },
  )

  // Opened only now that the port is ours: another sandbox may be writing to it.
  const journal = files && keepSlotJournal(chain, files.journal, () => market.engineState())
  const save = () => {
    if (!files || !journal) return
    const { genesisHash } = chain
    saveState(files.world, { chain: chain.snapshot(), genesisHash, market: market.snapshot() })
    journal.reset()
  }
  market.start()
  const disarm = setTokenTraps(chain, market)
  chain.start()
  save()
  const stopSaving = saveRegularly(save, journal)
  const close = async () => {
    stopSaving()
    chain.stop()
    market.stop()
    disarm()
    freezer.close()
    for (const handler of rpc.values()) handler.close()
    await Promise.all([server.close(), geyser.close()])
    save()
    journal?.close()
  }
  let closing: Promise<void> | null = null
  const url = `http://127.0.0.1:${server.port}`
  const geyserUrl = `http://127.0.0.1:${geyser.port}`
  return { url, geyserUrl, chain, market, faults, close: () => (closing ??= close()) }
}

const filesIn = (folder: string): Files => ({
  world: join(folder, 'world.bin'),
  journal: join(folder, 'slots.journal'),
})

/** The saved world, or a fresh one; a state that cannot be taken up again is set aside. */
function openWorld(options: SandboxOptions, files: Files | null): World {
  if (files === null) return freshWorld(options)
  const saved = loadState(files.world, console.error)
  try {
    if (saved) return restoredWorld(options, saved, readSlotJournal(files.journal))
  } catch (error) {
    setAside(files.world, error, console.error)
  }
  rmSync(files.journal, { force: true })
  return freshWorld(options)
}

function freshWorld({ seed, slotMs, extraTokens, launchPace }: SandboxOptions): World {
  const chain = Chain.create({ slotMs, genesisHash: bs58.encode(randomBytes(32)) })
  return { chain, market: new Market({ chain, seed, extraTokens, launchPace }) }
}

function restoredWorld(
  { seed, slotMs, extraTokens, launchPace }: SandboxOptions,
  saved: SavedState,
  journal: JournalEntry[],
): World {
  const chain = Chain.restore(saved.chain, { slotMs, genesisHash: saved.genesisHash }, journal)
  const engine = journal.at(-1)?.note as EngineState | undefined
  const market = new Market({ chain, seed, saved: saved.market, engine, extraTokens, launchPace })
  const forGood = mintsThatFreeze()
  thawAll(
    chain,
    market.mints().filter((mint) => !forGood.has(mint)),
  )
  return { chain, market }
}

const endpointOf = (handlers: Map<string, RpcHandler>) => ({
  providers: [...handlers.keys()],
  request: (provider: string, ...exchange: Parameters<RpcHandler['handleHttp']>) =>
    handlers.get(provider)?.handleHttp(...exchange),
  upgrade: (provider: string, ...exchange: Parameters<RpcHandler['handleUpgrade']>) =>
    handlers.get(provider)?.handleUpgrade(...exchange),
})

function mintOf(market: Market, mintOrSymbol: string): string | null {
  try {
    return market.resolve(mintOrSymbol).mint
  } catch {
    return null
  }
}

/** A full disk must not end the sandbox; the next attempt may succeed. Returns what ends it. */
function saveRegularly(save: () => void, journal: SlotJournal | null): () => void {
  if (!journal) return () => undefined
  let due = performance.now() + SAVE_EVERY_MS
  let rested = 0
  const check = () => {
    const started = performance.now()
    if (started < rested || (started < due && journal.size() < JOURNAL_BYTES)) return
    try {
      save()
    } catch (error) {
      console.error('sandbox: could not save its state', error)
    }
    const ended = performance.now()
    rested = ended + (ended - started) * REST_AFTER_SAVE
    due = ended + SAVE_EVERY_MS
  }
  const timer = setInterval(check, CHECK_EVERY_MS)
  return () => clearInterval(timer)
}
