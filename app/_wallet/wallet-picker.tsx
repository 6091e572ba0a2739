'use client'
import { Button } from '@/app/_components/ui/button'
import { plainName } from '@/app/_format/text'
import { useBrowserWallet } from './use-browser-wallet'
import styles from './wallet-picker.module.css'

type Props = { busy: boolean; onPick: (name: string) => void }

/** The wallets this browser has, by the names they give themselves. */
export const WalletPicker = ({ busy, onPick }: Props) => {
  const { found } = useBrowserWallet(true)
  if (found === null) return <p role="status">Looking for wallets in this browser</p>
  if (found.length === 0)
    return (
      <p role="status">
        No wallet was found in this browser. Install one that speaks the Wallet Standard, such as Phantom,
        Solflare or Backpack, then load this page again.
      </p>
    )
  return (
    <ul className={styles.list} aria-label="Wallets in this browser">
      {found.map(({ name, icon }) => (
        <li key={name}>
          <Button className={styles.wallet} disabled={busy} onClick={() => onPick(name)}>
            {icon.startsWith('data:image/') && <img src={icon} alt="" width={18} height={18} />}
            <bdi>{plainName(name)}</bdi>
          </Button>
        </li>
      ))}
    </ul>
  )
}
