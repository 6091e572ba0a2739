'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import { CopyText } from '@/app/_components/ui/copy-text'
import form from '@/app/_components/ui/form.module.css'
import styles from './recovery-codes.module.css'

export const RecoveryCodes = ({ codes, onDone }: { codes: string[]; onDone: () => void }) => {
  const cache = useQueryClient()
  useEffect(() => {
    void cache.invalidateQueries({ queryKey: queryKeys.account })
  }, [cache])
  return (
    <div className={form.form} role="status">
      <p>
        The authenticator is on. These recovery codes replace it if you lose it, each once. They are shown now
        and never again: put them where you keep your passwords.
      </p>
      <ol className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className={form.actions}>
        <Button tone="primary" onClick={onDone}>
          I have stored them
        </Button>
        <CopyText text={codes.join('\n')} what="recovery codes" />
      </div>
    </div>
  )
}
