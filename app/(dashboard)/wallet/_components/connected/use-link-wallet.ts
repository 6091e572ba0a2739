import { useMutation, useQueryClient } from '@tanstack/react-query'
import { askLinkMessage, sendLink } from '@/app/_api/connected-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { walletHands } from '@/app/_wallet/browser-wallet'

/** Connects a wallet of this browser, and links it unless it is linked: it signs a message of ours. */
export const useLinkWallet = (linked: readonly string[]) => {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: async (name: string): Promise<void> => {
      const hands = walletHands()
      const address = await hands.connect(name)
      if (linked.includes(address)) return
      const { nonce, message } = await askLinkMessage(address)
      await sendLink({ nonce, signature: await hands.signText(message) })
    },
    onSuccess: async () => {
      await Promise.all([
        cache.invalidateQueries({ queryKey: queryKeys.wallets }),
        cache.invalidateQueries({ queryKey: queryKeys.addresses }),
      ])
    },
  })
}
