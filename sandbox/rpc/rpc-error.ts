/** An error with the code a Solana node answers for it. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message)
    this.name = 'RpcError'
  }
}

export const invalidParams = (message: string) => new RpcError(-32602, message)
export const methodNotFound = () => new RpcError(-32601, 'Method not found')
export const invalidRequest = () => new RpcError(-32600, 'Invalid request')
export const parseError = () => new RpcError(-32700, 'Parse error')
export const preflightFailure = (message: string, data: unknown) => new RpcError(-32002, message, data)
export const signatureFailure = () => new RpcError(-32003, 'Transaction signature verification failure')
export const unhealthy = (slotsBehind: number) =>
  new RpcError(-32005, `Node is behind by ${slotsBehind} slots`, { numSlotsBehind: slotsBehind })
export const blockNotAvailable = (slot: bigint) =>
  new RpcError(-32004, `Block not available for slot ${slot}`)
export const versionNotSupported = (version: number) =>
  new RpcError(
    -32015,
    `Transaction version (${version}) is not supported by the requesting client. Please try the request again ` +
      `with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`,
  )
export const minContextSlotNotReached = (slot: bigint) =>
  new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: Number(slot) })
