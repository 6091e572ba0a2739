'use client'
import { useQuery } from '@tanstack/react-query'
import { accountQuery, preferencesQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { Columns, Screen } from '@/app/_components/ui/screen'
import { Authenticator } from './authenticator'
import { JournalExport } from './journal-export'
import { PasswordForm } from './password-form'
import { PresetsForm } from './presets-form'
import { Reclaim } from './reclaim'
import { SignOutEverywhere } from './sign-out-everywhere'
import styles from './settings-screen.module.css'

export const SettingsScreen = () => {
  const account = useQuery(accountQuery)
  const preferences = useQuery(preferencesQuery)
  return (
    <Screen title="Settings" note={account.data?.email ?? account.data?.displayName}>
      <Columns halves>
        <section aria-labelledby="trading-title" className={styles.group}>
          <h2 id="trading-title">Trading</h2>
          {preferences.data ? (
            <PresetsForm preferences={preferences.data} />
          ) : (
            <Loading what="Your presets" query={preferences} />
          )}
          <Reclaim />
          <JournalExport />
        </section>
        <section aria-labelledby="security-title" className={styles.group}>
          <h2 id="security-title">Security</h2>
          {account.data ? (
            <>
              <Authenticator account={account.data} />
              {account.data.hasPassword && <PasswordForm account={account.data} />}
              <SignOutEverywhere />
            </>
          ) : (
            <Loading what="Your account" query={account} />
          )}
        </section>
      </Columns>
    </Screen>
  )
}

const Loading = ({ what, query }: { what: string; query: { error: unknown; refetch: () => unknown } }) => (
  <Card>
    {query.error ? (
      <ErrorNotice
        what={`${what} did not load`}
        still="Nothing was changed; positions and exits are unaffected."
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <RowsSkeleton label={`${what}: loading`} rows={3} />
    )}
  </Card>
)
