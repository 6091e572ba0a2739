import { openGeyserCall } from '@/lib/adapters/yellowstone/geyser-call'
import { subscribeRequest } from '@/lib/adapters/yellowstone/subscribe-request'
import type { Heard } from './geyser-jarvis'
import { benchPools } from './geyser-pools'

/** A client that decodes each message, counts it and does nothing else. */
export const startCounter = async (url: string): Promise<Heard> => {
  const heard: Heard = { accounts: 0, evaluated: 0, latencies: [], close: async () => call.destroy() }
  let opened = (): void => {}
  const first = new Promise<void>((resolve) => (opened = resolve))
  const call = openGeyserCall(
    { name: 'bench', url },
    {
      onUpdate: ({ account, slot }) => {
        if (slot) opened()
        if (!account?.account) return
        heard.accounts += 1
        heard.evaluated += 1
        heard.latencies.push(Number(process.hrtime.bigint() - BigInt(account.account.lamports)) / 1e6)
      },
      onEnd: ({ reason }) => {
        throw new Error(`the stream ended: ${reason}`)
      },
    },
  )
  call.send(
    subscribeRequest(
      benchPools.flatMap(({ vaults }) => vaults),
      null,
    ),
  )
  await first
  return heard
}
