import { Skeleton } from '@/app/_components/ui/skeleton'
import styles from './token-row.module.css'

export const TokenListSkeleton = () => (
  <div role="status" aria-label="Loading tokens">
    {Array.from({ length: 9 }, (_, index) => (
      <div key={index} className={styles.row}>
        <Skeleton width={24} height={24} />
        <span className={styles.words}>
          <Skeleton width={48 + ((index * 17) % 30)} />
        </span>
        <span className={styles.figures}>
          <Skeleton width={52} />
        </span>
      </div>
    ))}
  </div>
)
