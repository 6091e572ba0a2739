import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import bs58 from 'bs58'
import { Chain } from './chain/chain'
import { createControlHandler } from './control/control-handler'
import { thaw, TokenFreezer } from './control/freeze-tokens'
import { FaultBoard, RPC_TARGETS } from './faults/fault-board'
import { createGeckoTerminalHandler } from './geckoterminal/gecko-handler'
import { geckoTerminalErrors } from './geckoterminal/gateway-errors'
import { startServer } from './http/server'
import { jupiterGatewayErrors } from './jupiter/gateway-errors'
import { createJupiterHandler } from './jupiter/jupiter-handler'
import { Market } from './market/market'
import { createRpcHandler, type RpcHandler } from './rpc/rpc-handler'
import { loadState, saveState, setAside, type SavedState } from './state/state-file'

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number
  seed: string
  slotMs: number
  /** Where the state is kept; null keeps none. */
  dataDir: string | null
}

export type Sandbox = {
  url: string
  chain: Chain
  market: Market
  faults: FaultBoard
  /** Saves the state, ends every connection and stops the chain. */
  close: () => Promise<void>
}

type World = { chain: Chain; market: Market }

const SAVE_EVERY_MS = 5_000
/** A long history takes long to save and nothing else runs meanwhile: rest at least this many times as long. */
const REST_AFTER_SAVE = 50

/** Starts chain, market and server. Rejects with EADDRINUSE when the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const file = options.dataDir === null ? null : join(options.dataDir, 'world.bin')
  const faults = new FaultBoard()
  const { chain, market } = openWorld(options, file)
  const freezer = new TokenFreezer(
    chain,
    faults,
    (token) => mintOf(market, token),
    () => new Set(market.amm.pools().flatMap(({ vault, usdcVault }) => [vault, usdcVault])),
  )
  const rpc = new Map(RPC_TARGETS.map((name) => [name as string, createRpcHandler(chain, faults, name)]))
  const server = await startServer(options.port, {
    vendors: {
      jupiter: {
        handler: createJupiterHandler({ chain, amm: market.amm, tokens: market, faults }),
        errors: jupiterGatewayErrors,
      },
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

  const save = () => {
    if (file === null) return
    saveState(file, {
      chain: chain.snapshot(),
      genesisHash: chain.genesisHash,
      frozen: freezer.frozenAccounts(),
      market: market.snapshot(),
    })
  }
  market.start()
  chain.start()
  save()
  const stopSaving = saveRegularly(save)
  return {
    url: `http://127.0.0.1:${server.port}`,
    chain,
    market,
    faults,
    close: async () => {
      stopSaving()
      chain.stop()
      market.stop()
      freezer.close()
      for (const handler of rpc.values()) handler.close()
      await server.close()
      save()
    },
  }
}

/** The saved world, or a fresh one; a state that cannot be taken up again is set aside. */
function openWorld(options: SandboxOptions, file: string | null): World {
  const saved = file === null ? null : loadState(file, console.error)
  if (file === null || saved === null) return freshWorld(options)
  try {
    return restoredWorld(options, saved)
  } catch (error) {
    setAside(file, error, console.error)
    return freshWorld(options)
  }
}

function freshWorld({ seed, slotMs }: SandboxOptions): World {
  const chain = Chain.create({ slotMs, genesisHash: bs58.encode(randomBytes(32)) })
  return { chain, market: new Market({ chain, seed }) }
}

function restoredWorld({ seed, slotMs }: SandboxOptions, saved: SavedState): World {
  const chain = Chain.restore(saved.chain, { slotMs, genesisHash: saved.genesisHash })
  for (const account of saved.frozen) thaw(chain, account)
  return { chain, market: new Market({ chain, seed, saved: saved.market }) }
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
function saveRegularly(save: () => void): () => void {
  const run = () => {
    const started = performance.now()
    try {
      save()
    } catch (error) {
      console.error('sandbox: could not save its state', error)
    }
    const tookMs = performance.now() - started
    timer = setTimeout(run, Math.max(SAVE_EVERY_MS, tookMs * REST_AFTER_SAVE))
  }
  let timer = setTimeout(run, SAVE_EVERY_MS)
  return () => clearTimeout(timer)
}
