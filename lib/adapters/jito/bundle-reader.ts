import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { BundleReader } from '@/lib/ports/bundle-reader'
import { createHttpClient } from '../http/http-client'
import { jsonRpcCall } from '../http/json-rpc-call'

const TIMEOUT_MS = 2_000

const statuses = z.object({
  value: z.array(z.object({ bundle_id: z.string(), slot: z.number().int().nonnegative() }).nullable()),
})

/** docs.jito.wtf, getBundleStatuses. The id of a bundle is the SHA-256 of its signatures; ours have one. */
export const createBundleReader = (url: string): BundleReader => {
  const http = createHttpClient(url)
  return async (signature) => {
    const bundleId = createHash('sha256').update(signature).digest('hex')
    const call = { method: 'getBundleStatuses', params: [[bundleId]], timeoutMs: TIMEOUT_MS }
    const { value } = statuses.parse(await jsonRpcCall(http, '/api/v1/bundles', call))
    const found = value.find((status) => status?.bundle_id === bundleId)
    return found ? { bundleId, slot: BigInt(found.slot) } : null
  }
}
