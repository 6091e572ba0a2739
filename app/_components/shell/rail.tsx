'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Logo } from '@/app/_components/ui/logo'
import { AccountMenu } from './account-menu'
import { PAGES } from './pages'
import styles from './rail.module.css'

export const Rail = ({ name }: { name: string }) => {
  const path = usePathname()
  return (
    <nav className={styles.rail} aria-label="Main">
      <Link href="/trade" className={styles.logo} aria-label="JARVIS">
        <Logo />
      </Link>
      {PAGES.map(({ path: href, name, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          className={styles.page}
          aria-label={name}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          title={name}
        >
          <Icon aria-hidden="true" strokeWidth={1.5} />
          <span className={styles.word}>{name}</span>
        </Link>
      ))}
      <div className={styles.account}>
        <AccountMenu name={name} />
      </div>
    </nav>
  )
}
