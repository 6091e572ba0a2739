import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import { preparingWith } from './preparing-with'

type Deps = Omit<ExecutionDeps, 'onPositionChanged'>

/** Before and after each of: building, storing the attempt, sending, seeing it confirmed, booking it. */
export const crashPoints = [
  'before build',
  'after build',
  'after sign, before store',
  'after store, before send',
  'after send',
  'after first status',
  'after confirm, before booking',
  'after booking',
] as const
export type CrashPoint = (typeof crashPoints)[number]

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('not reached')
}

export const crashingAt = (point: CrashPoint, deps: Deps): Deps => {
  const at = (name: CrashPoint) => {
    if (name === point) die()
  }
  return {
    ...deps,
    router: {
      ...preparingWith(deps.router, async (_, usual) => {
        at('before build')
        const prepared = await usual()
        at('after build')
        return prepared
      }),
      landingOf: (venue) => {
        const land = deps.router.landingOf(venue)
        return (
          land &&
          (async (signed, reference) => {
            at('after store, before send')
            return land(signed, reference)
          })
        )
      },
    },
    signer: {
      sign: async (wallet, transaction) => {
        const signed = await deps.signer.sign(wallet, transaction)
        at('after sign, before store')
        return signed
      },
    },
    sender: {
      send: async (signed) => {
        at('after store, before send')
        const sent = await deps.sender.send(signed)
        at('after send')
        return sent
      },
    },
    chain: {
      ...deps.chain,
      signatureStatus: async (signature) => {
        const status = await deps.chain.signatureStatus(signature)
        if (status) at('after first status')
        return status
      },
      walletChanges: async (signature, wallet) => {
        const changes = await deps.chain.walletChanges(signature, wallet)
        if (changes) at('after confirm, before booking')
        return changes
      },
    },
    live: {
      publish: (event) => {
        const order = event.name === 'order' ? (event.data as { order: { status: string } }).order : null
        if (order?.status === 'FILLED') at('after booking')
        deps.live.publish(event)
      },
    },
  }
}
