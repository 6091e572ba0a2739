import type { Environment, Fault } from './parse-environment'
import { rpcProviderFields } from './rpc-providers'
import { vaultKeyFrom } from './vault-key'

const ownNodes = Object.keys(rpcProviderFields)

/** Real money moves only for someone who said so, with keys and nodes of their own: exits must not wait for a shared one. */
export const liveGuard = (env: Environment): Fault[] =>
  env.JARVIS_MODE !== 'live'
    ? []
    : [
        ...missing(env.JARVIS_LIVE_CONFIRM === 'yes', {
          name: 'JARVIS_LIVE_CONFIRM',
          message: 'must be "yes" to start in live mode: JARVIS then trades with real money',
        }),
        ...missing(env.JUPITER_API_KEY !== undefined, {
          name: 'JUPITER_API_KEY',
          message:
            'must be set in live mode (portal.jup.ag): without a key quotes are refused when they are needed',
        }),
        ...missing(
          ownNodes.some((name) => env[name] !== undefined),
          {
            name: 'SOLANA_RPC_HELIUS_URL',
            message: `or another of ${ownNodes.slice(1).join(', ')} must be set in live mode`,
          },
        ),
      ]

const missing = (given: boolean, fault: Fault): Fault[] => (given ? [] : [fault])

/** In sandbox mode nothing may fall back to a vendor's real address. */
export const sandboxUrlGuard =
  (...names: string[]) =>
  (env: Environment): Fault[] =>
    (env.JARVIS_MODE ?? 'sandbox') === 'sandbox'
      ? names
          .filter((name) => env[name] === undefined)
          .map((name) => ({
            name,
            message: 'must point to the sandbox in sandbox mode; `npm start` sets it',
          }))
      : []

export const vaultKeyGuard = (env: Environment): Fault[] => {
  const vault = vaultKeyFrom(env)
  return 'fault' in vault ? [vault.fault] : []
}
