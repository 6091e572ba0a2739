const HEADER_BYTES = 5

/** A message with gRPC's header: not compressed, and its length. */
export function toFrame(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + message.length)
  frame[0] = 0
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, HEADER_BYTES)
  return frame
}

/** Takes chunks as they come and hands on whole messages. Answers false for a compressed one. */
export function splitFrames(take: (message: Uint8Array) => void): (chunk: Buffer) => boolean {
  let held: Buffer = Buffer.alloc(0)
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= HEADER_BYTES) {
      if (held[0] !== 0) return false
      const end = HEADER_BYTES + held.readUInt32BE(1)
      if (held.length < end) break
      const message = held.subarray(HEADER_BYTES, end)
      held = held.subarray(end)
      take(message)
    }
    return true
  }
}
