'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '@/app/_api/api-error'
import { queryKeys } from '@/app/_api/query-keys'
import { changeRiskLimits } from '@/app/_api/risk-calls'
import { Card } from '@/app/_components/ui/card'
import { Chip } from '@/app/_components/ui/chip'
import type { RiskOverview } from '@/lib/contracts/risk'
import type { ProtectionKind } from '@/lib/domain/risk/protections/protection-kinds'
import { PROTECTION_WORDS } from '../protection-words'
import styles from './protections-card.module.css'

export const ProtectionsCard = ({ risk }: { risk: RiskOverview }) => {
  const cache = useQueryClient()
  const change = useMutation({
    mutationFn: ({ kind, on }: { kind: ProtectionKind; on: boolean }) =>
      changeRiskLimits({ protections: { [kind]: on } }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.risk }),
  })
  const locked = (kind: ProtectionKind) => risk.locks.filter((lock) => lock.kind === kind).length
  return (
    <Card aria-labelledby="protections-title">
      <h2 id="protections-title" className={styles.head}>
        Protections <span>each stops entering, none stops an exit</span>
      </h2>
      <ul className={styles.list}>
        {risk.limits.protections.map(({ kind, on, optional }) => (
          <li key={kind}>
            <label>
              <input
                type="checkbox"
                role="switch"
                checked={on}
                disabled={!optional || change.isPending}
                onChange={(event) => change.mutate({ kind, on: event.target.checked })}
              />
              <span>
                <b>{PROTECTION_WORDS[kind].name}</b>
                <small>{PROTECTION_WORDS[kind].rule}</small>
              </span>
            </label>
            {locked(kind) > 0 ? (
              <Chip tone="warn" small>
                {locked(kind)} {locked(kind) === 1 ? 'lock' : 'locks'}
              </Chip>
            ) : (
              <em>{on ? (optional ? 'armed' : 'always armed') : 'off'}</em>
            )}
          </li>
        ))}
      </ul>
      {change.error && (
        <p role="alert" className={styles.problem}>
          Not changed.{' '}
          {change.error instanceof ApiError
            ? (change.error.problem?.detail ?? 'JARVIS did not answer.')
            : 'JARVIS did not answer.'}
        </p>
      )}
    </Card>
  )
}
