import type { RpcMethods } from '../rpc-call'
import { accountMethods } from './accounts'
import { blockhashMethods } from './blockhashes'
import { clusterMethods } from './cluster'
import { feeMethods, heliusMethods } from './fees'
import { historyMethods } from './history'
import { sendingMethods } from './sending'
import { tokenMethods } from './tokens'

/** Methods beyond the common ones, by provider. */
const OWN_METHODS: Record<string, RpcMethods> = { helius: heliusMethods }

export function methodsOf(provider: string): RpcMethods {
  return {
    ...clusterMethods,
    ...blockhashMethods,
    ...accountMethods,
    ...tokenMethods,
    ...sendingMethods,
    ...historyMethods,
    ...feeMethods,
    ...OWN_METHODS[provider],
  }
}
