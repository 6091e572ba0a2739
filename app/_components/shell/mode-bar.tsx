import type { Mode } from '@/lib/contracts/health'
import styles from './mode-bar.module.css'

/** Three pixels over every page: sandbox hatched, paper dashed, live solid. */
export const ModeBar = ({ mode }: { mode: Mode }) => (
  <div className={styles.bar} data-mode={mode} title={`${mode[0]?.toUpperCase()}${mode.slice(1)} mode`} />
)
