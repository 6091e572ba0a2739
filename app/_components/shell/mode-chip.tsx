import type { Mode } from '@/lib/contracts/health'
import { Chip } from '@/app/_components/ui/chip'
import styles from './mode-chip.module.css'

const MEANING: Record<Mode, string> = {
  sandbox: 'Sandbox: a local chain, play money',
  paper: 'Paper: live prices, no transactions',
  live: 'Live: real money',
}

export const ModeChip = ({ mode }: { mode: Mode }) => (
  <Chip className={styles.chip} data-mode={mode} title={MEANING[mode]}>
    {mode.toUpperCase()}
  </Chip>
)
