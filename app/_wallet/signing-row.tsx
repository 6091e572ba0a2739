'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { PenLine } from 'lucide-react'
import { submitOrderSignature } from '@/app/_api/connected-calls'
import { cancelOrder } from '@/app/_api/order-calls'
import { Button } from '@/app/_components/ui/button'
import { shortAddress } from '@/app/_format/text'
import { useNow } from '@/app/_live/clock'
import { applyOrder, applyStreamEvent } from '@/app/_live/stream-cache'
import type { OrderView } from '@/lib/contracts/orders'
import { REQUEST_LASTS_MS } from '@/lib/domain/orders/signature-request'
import { walletHands } from './browser-wallet'
import { signWords } from './sign-words'
import { useBrowserWallet } from './use-browser-wallet'
import { WalletPicker } from './wallet-picker'
import styles from './signing-row.module.css'

type Props = { order: OrderView; request: NonNullable<OrderView['signatureRequest']> }

export const SigningRow = ({ order, request }: Props) => {
  const cache = useQueryClient()
  const now = useNow()
  const { connected } = useBrowserWallet(true)
  const sign = useMutation({
    mutationFn: async () =>
      submitOrderSignature(order, await walletHands().signTransaction(request.transaction)),
    onSuccess: (answer) => {
      applyOrder(cache, answer.order)
      if (answer.position) applyStreamEvent(cache, 'position', { position: answer.position })
    },
  })
  const connect = useMutation({ mutationFn: (name: string) => walletHands().connect(name) })
  const decline = useMutation({
    mutationFn: () => cancelOrder(order.id),
    onSuccess: (cancelled) => applyOrder(cache, cancelled),
  })
  const { title, text } = signWords(order, request)
  const left = Math.max(0, Math.ceil((Date.parse(request.builtAt) + REQUEST_LASTS_MS - now) / 1_000))
  const right = connected?.address === request.wallet
  const fault = sign.error ?? decline.error ?? connect.error
  return (
    <div className={styles.row} role="status" data-signing={order.id} tabIndex={-1}>
      <PenLine aria-hidden="true" />
      <div className={styles.words}>
        <b>{title}</b>
        <p>
          {text} {order.side === 'BUY' ? `Ends unsigned in ${left} s.` : `Built anew in ${left} s.`} Nothing
          moves before you sign.
        </p>
        {fault && (
          <p role="alert" className={styles.fault}>
            {fault.message}
          </p>
        )}
        {!right && (
          <div className={styles.connect}>
            <span>
              {connected ? `${connected.name} shows another address. ` : ''}Connect{' '}
              {shortAddress(request.wallet)}:
            </span>
            <WalletPicker busy={connect.isPending} onPick={(name) => connect.mutate(name)} />
          </div>
        )}
      </div>
      <div className={styles.actions}>
        {right && (
          <Button tone="primary" disabled={sign.isPending} onClick={() => sign.mutate()}>
            {sign.isPending ? 'Look at your wallet' : `Sign in ${connected.name}`}
          </Button>
        )}
        <Button
          tone="ghost"
          disabled={sign.isPending || decline.isPending}
          onClick={() => decline.mutate()}
          title={order.side === 'SELL' ? 'The position is held and guarded as before' : 'Nothing is bought'}
        >
          {order.side === 'SELL' ? 'Keep it' : 'Do not buy'}
        </Button>
      </div>
    </div>
  )
}
