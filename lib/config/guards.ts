import type { Environment, Fault } from './parse-environment'
import { vaultKeyFrom } from './vault-key'

/** Real money moves only for someone who said so. */
export const liveGuard = (env: Environment): Fault[] =>
  env.JARVIS_MODE === 'live' && env.JARVIS_LIVE_CONFIRM !== 'yes'
    ? [
        {
          name: 'JARVIS_LIVE_CONFIRM',
          message: 'must be "yes" to start in live mode: JARVIS then trades with real money',
        },
      ]
    : []

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
