/** What paper mode has in place of a transaction: the terms of a swap, which nothing can send to a chain. */
export type PaperTicket = {
  /** Becomes the signature `paper:<id>`. */
  id: string
  wallet: string
  inputMint: string
  outputMint: string
  inputRaw: bigint
  quotedOutRaw: bigint
  minOutRaw: bigint
  slippageBps: number
}

const MARK = 'jarvis-paper-ticket'
const AMOUNTS = ['inputRaw', 'quotedOutRaw', 'minOutRaw'] as const

export const paperSignature = (ticket: Pick<PaperTicket, 'id'>): string => `paper:${ticket.id}`

export const encodeTicket = (ticket: PaperTicket): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({ mark: MARK, ...ticket }, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  )

/** null: these bytes are no ticket, but perhaps a transaction. */
export const decodeTicket = (bytes: Uint8Array): PaperTicket | null => {
  try {
    const { mark, ...ticket } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
    if (mark !== MARK) return null
    const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, BigInt(ticket[name] as string)]))
    return { ...ticket, ...amounts } as PaperTicket
  } catch {
    return null
  }
}
