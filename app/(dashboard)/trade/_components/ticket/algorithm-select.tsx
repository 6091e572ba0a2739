import { algorithms } from '@/lib/domain/orders/order-status'
import { ALGORITHM_NAMES } from './entry-kind'
import styles from './algorithm-select.module.css'

type Algorithm = (typeof algorithms)[number]
type Props = { value: Algorithm; auto: string; onChange: (algorithm: Algorithm) => void }

/** At once or in slices; `auto` tells what AUTO comes to. */
export const AlgorithmSelect = ({ value, auto, onChange }: Props) => (
  <select
    className={styles.choice}
    aria-label="Execution"
    value={value}
    onChange={({ target }) => onChange(algorithms.find((one) => one === target.value)!)}
  >
    {algorithms.map((algorithm) => (
      <option key={algorithm} value={algorithm}>
        {algorithm === 'AUTO' ? auto : ALGORITHM_NAMES[algorithm]}
      </option>
    ))}
  </select>
)
