import type { Metadata } from 'next'
import Link from 'next/link'
import { Logo } from './_components/ui/logo'
import styles from './not-found.module.css'

export const metadata: Metadata = { title: 'No such page' }

const NotFound = () => (
  <main className={styles.page}>
    <Logo size={28} />
    <h1>No such page</h1>
    <p>Positions and exits are unaffected.</p>
    <Link href="/trade">Go to Trade</Link>
  </main>
)

export default NotFound
