import { Lock, type LucideIcon, Radio, Scale, ShieldCheck } from 'lucide-react'
import styles from './promises.module.css'

const PROMISES: readonly { icon: LucideIcon; title: string; text: string }[] = [
  { icon: ShieldCheck, title: 'Never buys twice', text: 'Proof before any retry, even after a crash' },
  { icon: Lock, title: 'Limits that hold', text: '$500 a position, $1,000 a day' },
  { icon: Scale, title: 'Executable, not mid', text: 'Every figure is what you would receive now' },
  { icon: Radio, title: 'No unlabelled silence', text: 'A price too old to act on says so' },
]

export const Promises = () => (
  <ul className={styles.list}>
    {PROMISES.map(({ icon: Icon, title, text }) => (
      <li key={title}>
        <Icon aria-hidden="true" strokeWidth={1.5} />
        <div>
          <b>{title}</b>
          <span>{text}</span>
        </div>
      </li>
    ))}
  </ul>
)
