import { Skeleton } from './skeleton'
import styles from './rows-skeleton.module.css'

/** Three rows in the geometry of the table to come. */
export const RowsSkeleton = ({ label, rows = 3 }: { label: string; rows?: number }) => (
  <div role="status" aria-label={label}>
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className={styles.row}>
        <Skeleton width={24} height={24} />
        <Skeleton width={44 + index * 9} />
        <span className={styles.end}>
          <Skeleton width={56} />
          <Skeleton width={72} />
        </span>
      </div>
    ))}
  </div>
)
