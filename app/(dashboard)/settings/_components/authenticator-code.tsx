'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { disableTotp, renewRecoveryCodes } from '@/app/_api/account-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import { announce } from '@/app/_live/notices'
import { Field } from '@/app/_components/ui/field'
import form from '@/app/_components/ui/form.module.css'

type Props = { what: 'renew' | 'remove'; onRenewed: (codes: string[]) => void; onLeave: () => void }

const WORDS = {
  renew: { text: 'Ten new recovery codes; the old ones stop working.', action: 'Make new codes' },
  remove: {
    text: 'From then on the password alone signs in and withdraws. Your recovery codes stop working.',
    action: 'Remove the authenticator',
  },
}

/** Both need a code: a session alone must not take the second factor away. */
export const AuthenticatorCode = ({ what, onRenewed, onLeave }: Props) => {
  const cache = useQueryClient()
  const [code, setCode] = useState('')
  const act = useMutation({
    mutationFn: async (given: string): Promise<void> => {
      if (what === 'renew') return onRenewed(await renewRecoveryCodes(given))
      cache.setQueryData(queryKeys.account, await disableTotp(given))
      announce('The authenticator is removed.')
      onLeave()
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: queryKeys.account }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '' && !act.isPending) act.mutate(code)
  }
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p>{WORDS[what].text}</p>
      <div className={form.narrow}>
        <Field
          label="Code of the app, or a recovery code"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </div>
      {act.error && (
        <p role="alert" className={form.error}>
          {act.error.message}
        </p>
      )}
      <div className={form.actions}>
        <Button tone="primary" type="submit" disabled={code.trim() === '' || act.isPending}>
          {WORDS[what].action}
        </Button>
        <Button tone="ghost" onClick={onLeave}>
          Leave it
        </Button>
      </div>
    </form>
  )
}
