'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '@/app/_api/api-error'
import { queryKeys } from '@/app/_api/query-keys'
import { changeRiskLimits } from '@/app/_api/risk-calls'
import { Button } from '@/app/_components/ui/button'
import { notify } from '@/app/_live/notices'
import type { RiskLimitsAnswer } from '@/lib/contracts/risk'
import { LIMIT_FIELDS, readLimits, type LimitTexts } from './limit-fields'
import styles from './limits-form.module.css'

/** Own limits. An empty field leaves the house's. */
export const LimitsForm = ({ answer, onDone }: { answer: RiskLimitsAnswer; onDone: () => void }) => {
  const cache = useQueryClient()
  const [texts, setTexts] = useState<LimitTexts>(() =>
    Object.fromEntries(LIMIT_FIELDS.map(({ name }) => [name, String(answer.own[name] ?? '')])),
  )
  const [code, setCode] = useState('')
  const save = useMutation({
    mutationFn: () => changeRiskLimits({ ...readLimits(texts), ...(code && { code }) }),
    onSuccess: () => {
      notify({
        id: 'risk-limits',
        tone: 'info',
        title: 'Limits saved',
        detail: 'They hold from the next entry on.',
      })
      void cache.invalidateQueries({ queryKey: queryKeys.risk })
      void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
      onDone()
    },
  })
  const problem = save.error instanceof ApiError ? save.error.problem : null
  const wantsCode = problem?.secondFactor !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Own limits">
      <p>
        Yours can only be tighter than the house’s. Tightening holds at once; raising waits a day, or needs
        your authenticator code.
      </p>
      <div className={styles.fields}>
        {LIMIT_FIELDS.map(({ name, label, unit }) => (
          <label key={name}>
            <span>
              {label} <small>{unit}</small>
            </span>
            <input
              inputMode="decimal"
              autoComplete="off"
              placeholder={`${answer.house[name]}, the house’s`}
              value={texts[name] ?? ''}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
            />
          </label>
        ))}
        {wantsCode && (
          <label>
            <span>Authenticator or recovery code</span>
            <input
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </label>
        )}
      </div>
      {save.error && (
        <p role="alert" className={styles.problem}>
          Not saved. {problem?.detail ?? 'JARVIS did not answer; your limits are as they were.'}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onDone}>Back</Button>
        <Button tone="primary" type="submit" disabled={save.isPending}>
          Save limits
        </Button>
      </div>
    </form>
  )
}
