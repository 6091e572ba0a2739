export const SANDBOX = process.env.E2E_SANDBOX_URL || 'http://127.0.0.1:8899'

export type SandboxToken = { mint: string; symbol: string; decimals: number; priceUsd: string }

const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${SANDBOX}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

/** The stand-in world, steered from outside as the contract describes. */
export const sandbox = {
  tokens: async (): Promise<SandboxToken[]> => (await call('GET', '/market')) as SandboxToken[],
  token: async (symbol: string): Promise<SandboxToken> => {
    const found = (await sandbox.tokens()).find((token) => token.symbol === symbol)
    if (!found) throw new Error(`the sandbox has no ${symbol}`)
    return found
  },
  freeze: () => call('PUT', '/market', { frozen: true }),
  unfreeze: () => call('PUT', '/market', { frozen: false }),
  move: (symbol: string, changePct: number) => call('PUT', `/market/${symbol}`, { changePct }),
  airdrop: (wallet: string, funds: { sol?: number; usdc?: number }) =>
    call('POST', '/airdrop', { wallet, ...funds }),
  /** Base units of a token that a wallet holds, by the chain. */
  held: async (wallet: string, symbol: string): Promise<bigint> => {
    const { tokens } = (await call('GET', `/ledger/${wallet}`)) as {
      tokens: { symbol: string; amountRaw: string }[]
    }
    return BigInt(tokens.find((token) => token.symbol === symbol)?.amountRaw ?? '0')
  },
  transfer: (transfer: { from: string; to: string; mint: string; amountRaw: string }) =>
    call('POST', '/transfer', transfer),
  fault: (fault: Record<string, unknown>) => call('POST', '/faults', fault),
  clearFaults: () => call('DELETE', '/faults'),
}
