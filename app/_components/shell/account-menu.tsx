'use client'
import { LogOut, Moon, Sun } from 'lucide-react'
import { signOut } from 'next-auth/react'
import Link from 'next/link'
import { DropdownMenu } from 'radix-ui'
import styles from './account-menu.module.css'
import { PAGES } from './pages'
import { useTheme } from './theme-toggle'

export const AccountMenu = ({ name }: { name: string }) => {
  const { theme, toggle } = useTheme()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={styles.trigger} aria-label="Account" title={name}>
        <span aria-hidden="true" className={styles.face}>
          {name.slice(0, 2).toUpperCase()}
        </span>
        <span className={styles.word} aria-hidden="true">
          Account
        </span>
        <span className={styles.name} aria-hidden="true">
          {name}
        </span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          side="right"
          align="end"
          sideOffset={8}
          collisionPadding={8}
        >
          <DropdownMenu.Label className={styles.who}>
            Signed in as
            <b>{name}</b>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className={styles.line} />
          {PAGES.filter((page) => page.apart).map(({ path, name, icon: Icon }) => (
            <DropdownMenu.Item key={path} asChild className={styles.item}>
              <Link href={path}>
                <Icon aria-hidden="true" />
                {name}
              </Link>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className={styles.item} onSelect={toggle}>
            {theme === 'dark' ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
            {theme === 'dark' ? 'Light appearance' : 'Dark appearance'}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={styles.item}
            onSelect={() => void signOut({ callbackUrl: '/sign-in' })}
          >
            <LogOut aria-hidden="true" />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
