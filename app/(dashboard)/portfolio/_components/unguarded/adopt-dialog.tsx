'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Dialog } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { adoptHolding } from '@/app/_api/adopt-call'
import { ApiError } from '@/app/_api/api-error'
import { preferencesQuery } from '@/app/_api/queries'
import { queryKeys } from '@/app/_api/query-keys'
import { Button } from '@/app/_components/ui/button'
import confirm from '@/app/_components/ui/confirm.module.css'
import { Field } from '@/app/_components/ui/field'
import form from '@/app/_components/ui/form.module.css'
import { formatUsd } from '@/app/_format/numbers'
import { plainName, shortAddress } from '@/app/_format/text'
import { notify } from '@/app/_live/notices'
import { adoptInput } from '@/lib/contracts/adopt'
import type { UnguardedToken } from './unguarded-tokens'

type Props = { token: UnguardedToken; onClose: () => void }

const faultOf = (error: unknown): string => (error instanceof ApiError ? error.message : 'Try again.')

const AdoptForm = ({ token, onClose }: Props) => {
  const name = token.symbol === null ? shortAddress(token.mint) : plainName(token.symbol)
  const cache = useQueryClient()
  const { data: preferred } = useQuery(preferencesQuery)
  const [typed, setTyped] = useState<{ takeProfitPct?: string; stopLossPct?: string }>({})
  const takeProfitPct = typed.takeProfitPct ?? preferred?.takeProfitPct ?? ''
  const stopLossPct = typed.stopLossPct ?? preferred?.stopLossPct ?? ''
  const parsed = adoptInput.safeParse({ token: token.mint, takeProfitPct, stopLossPct })
  const faulty = (field: string) =>
    !parsed.success && preferred !== undefined && parsed.error.issues.some(({ path }) => path[0] === field)
  const adopt = useMutation({
    mutationFn: adoptHolding,
    onSuccess: (position) => {
      notify({
        id: `adopted-${position.id}`,
        tone: 'info',
        title: `${plainName(position.token.symbol)} is guarded`,
        detail: `Its stop stands ${position.stopLossPct} % below the price of this moment.`,
      })
      onClose()
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: queryKeys.wallets }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (parsed.success && !adopt.isPending) adopt.mutate(parsed.data)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Dialog.Description className={confirm.text}>
        All of it{token.valueUsd !== null && `, worth ${formatUsd(token.valueUsd)},`} becomes a position at
        the price of this moment. Nothing is bought. From then on its exits sell it.
      </Dialog.Description>
      <div className={form.fields} style={{ marginTop: 12 }}>
        <Field
          label="Take profit"
          unit="%"
          inputMode="decimal"
          autoComplete="off"
          value={takeProfitPct}
          invalid={faulty('takeProfitPct')}
          hint="above the price of now"
          onChange={(event) => setTyped({ ...typed, takeProfitPct: event.target.value })}
        />
        <Field
          label="Stop-loss"
          unit="%"
          inputMode="decimal"
          autoComplete="off"
          value={stopLossPct}
          invalid={faulty('stopLossPct')}
          hint="below the price of now"
          onChange={(event) => setTyped({ ...typed, stopLossPct: event.target.value })}
        />
      </div>
      {adopt.error && (
        <p role="alert" className={form.error} style={{ marginTop: 12 }}>
          Not guarded. {faultOf(adopt.error)}
        </p>
      )}
      <div className={confirm.actions}>
        <Dialog.Close asChild>
          <Button>Back</Button>
        </Dialog.Close>
        <Button type="submit" tone="primary" disabled={!parsed.success || adopt.isPending}>
          {adopt.isPending ? 'Guarding…' : `Guard ${name}`}
        </Button>
      </div>
    </form>
  )
}

/** Asks for the exits of tokens that JARVIS did not buy. */
export const AdoptDialog = ({ token, onClose }: Props) => (
  <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay className={confirm.shade} />
      <Dialog.Content className={confirm.dialog}>
        <Dialog.Title className={confirm.title}>
          Guard {token.symbol === null ? shortAddress(token.mint) : plainName(token.symbol)}
        </Dialog.Title>
        <AdoptForm token={token} onClose={onClose} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
)
