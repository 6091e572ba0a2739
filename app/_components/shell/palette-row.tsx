'use client'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { TokenPrice } from '@/app/_components/ui/token-price'
import { useLivePrice } from '@/app/_live/use-live-price'
import { shortAddress } from '@/app/_format/text'
import type { TokenCard } from '@/lib/contracts/tokens'
import type { PaletteItem } from './use-palette-items'
import styles from './palette.module.css'

type Props = { item: PaletteItem; on: boolean; onChoose: () => void }

const TokenWords = ({ token }: { token: TokenCard }) => {
  const { priceUsd } = useLivePrice(token.mint, token)
  return (
    <>
      <TokenAvatar mint={token.mint} symbol={token.symbol} size={22} />
      <b>
        <TokenName text={token.symbol} />
      </b>
      <span className={styles.more}>
        <TokenName text={token.name} />
      </span>
      <span className={styles.price}>{priceUsd && <TokenPrice value={priceUsd} dollar />}</span>
      <code>{shortAddress(token.mint, 4, 4)}</code>
    </>
  )
}

export const PaletteRow = ({ item, on, onChoose }: Props) => (
  <div
    role="option"
    id={`palette-${item.path}`}
    aria-selected={on}
    className={styles.row}
    onClick={onChoose}
    ref={(node) => {
      if (on) node?.scrollIntoView({ block: 'nearest' })
    }}
  >
    {item.kind === 'token' ? (
      <TokenWords token={item.token} />
    ) : item.kind === 'action' ? (
      <>
        <item.action.icon aria-hidden="true" strokeWidth={1.5} />
        <b>{item.action.name}</b>
        <span className={styles.more}>Asks before it acts</span>
      </>
    ) : (
      <>
        <item.page.icon aria-hidden="true" strokeWidth={1.5} />
        <b>{item.page.name}</b>
        <span className={styles.more}>Page</span>
      </>
    )}
  </div>
)
