'use client'
import clsx from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Logo } from '@/app/_components/ui/logo'
import { AccountMenu } from './account-menu'
import { type AppPage, PAGES } from './pages'
import styles from './rail.module.css'

const PageLink = ({ page, current }: { page: AppPage; current: string }) => {
  const { path: href, name, icon: Icon, apart } = page
  return (
    <Link
      href={href}
      className={clsx(styles.page, apart && styles.apart)}
      aria-label={name}
      aria-current={current.startsWith(href) ? 'page' : undefined}
      title={name}
    >
      <Icon aria-hidden="true" strokeWidth={1.5} />
      <span className={styles.word}>{name}</span>
    </Link>
  )
}

export const Rail = ({ name }: { name: string }) => {
  const path = usePathname()
  return (
    <nav className={styles.rail} aria-label="Main" data-wide={path.startsWith('/trade') ? undefined : ''}>
      <Link href="/trade" className={styles.logo} aria-label="JARVIS">
        <Logo />
        <b className={styles.word}>JARVIS</b>
      </Link>
      {PAGES.filter((page) => !page.apart).map((page) => (
        <PageLink key={page.path} page={page} current={path} />
      ))}
      <div className={styles.account}>
        {PAGES.filter((page) => page.apart).map((page) => (
          <PageLink key={page.path} page={page} current={path} />
        ))}
        <AccountMenu name={name} />
      </div>
    </nav>
  )
}
