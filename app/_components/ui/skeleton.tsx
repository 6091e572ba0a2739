import styles from './skeleton.module.css'

/** Holds the place of a value in its final size; shows after 150 ms, without shimmer. */
export const Skeleton = ({ width, height = 10 }: { width: number | string; height?: number }) => (
  <span aria-hidden="true" className={styles.skeleton} style={{ width, height }} />
)
