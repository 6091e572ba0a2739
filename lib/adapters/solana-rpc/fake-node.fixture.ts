import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type NodeAnswer = { result?: unknown; error?: { code: number; message: string }; status?: number }
export type NodeCall = { method: string; params: unknown[] }

/** A node over HTTP that answers as told; 'hangs' is no answer at all. `asked` are the methods, in order. */
export const openFakeNode = async (name: string, answer: (call: NodeCall) => NodeAnswer | 'hangs') => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      const call = JSON.parse(body) as NodeCall
      asked.push(call.method)
      const told = answer(call)
      if (told === 'hangs') return
      const { status = 200, ...rest } = told
      response.writeHead(status).end(JSON.stringify({ jsonrpc: '2.0', id: '1', ...rest }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ name, url: `http://${address}`, wsUrl: `ws://${address}`, asked },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const account = { lamports: 5, owner: '11111111111111111111111111111111', data: ['', 'base64'] }

/** What a working node says of a chain at `slot` on which every account holds five lamports. */
export const atSlot = (slot: number, { method, params }: NodeCall): NodeAnswer => {
  const config = params.at(-1) as { minContextSlot?: number; accounts?: { addresses: string[] } } | undefined
  if ((config?.minContextSlot ?? 0) > slot)
    return { error: { code: -32016, message: 'Minimum context slot has not been reached' } }
  const of = (value: unknown) => ({ result: { context: { slot }, value } })
  if (method === 'getSlot') return { result: slot }
  if (method === 'getBalance') return of(5)
  if (method === 'getTokenAccountsByOwner') return of([])
  if (method === 'getMultipleAccounts') return of((params[0] as string[]).map(() => account))
  if (method === 'getLatestBlockhash')
    return of({ blockhash: `of ${slot}`, lastValidBlockHeight: slot + 150 })
  if (method === 'simulateTransaction')
    return of({
      err: null,
      logs: [],
      unitsConsumed: 1,
      accounts: config?.accounts?.addresses.map(() => account),
    })
  return { error: { code: -32601, message: 'Method not found' } }
}
