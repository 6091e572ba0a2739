'use client'
import { AlertDialog } from 'radix-ui'
import { type FormEvent, useId, useRef, useState } from 'react'
import { ApiError } from '@/app/_api/api-error'
import { Button } from '@/app/_components/ui/button'
import confirm from '@/app/_components/ui/confirm.module.css'
import { Segmented } from '@/app/_components/ui/segmented'
import { stateMeaning } from '@/app/_format/trading-state'
import { type AskedState, type Duration, durationsFor, untilOf } from './asked-state'
import { FlattenReview } from './flatten-review'
import { TypedWord } from './typed-word'
import { useChangeState } from './use-change-state'
import { useFlattenWords } from './use-flatten-words'
import styles from './change-state-dialog.module.css'

const FLATTEN = 'FLATTEN'

type Props = { asked: AskedState; onClose: () => void }

/** Says what the state means for the money, asks why and for how long. */
export const ChangeStateDialog = ({ asked: { state, scope }, onClose }: Props) => {
  const id = useId()
  const durations = durationsFor(state)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [duration, setDuration] = useState<Duration>(durations[0]?.value ?? 'none')
  const change = useChangeState(onClose)
  const flattenWords = useFlattenWords(scope)
  const why = useRef<HTMLInputElement>(null)
  const isFlatten = state === 'FLATTENING'
  const isReady = reason.trim() !== '' && (!isFlatten || typed.trim().toUpperCase() === FLATTEN)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady && !change.isPending)
      change.mutate({ state, scope, reason: reason.trim(), until: untilOf(duration, Date.now()) })
  }
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={confirm.shade} />
        <AlertDialog.Content
          className={confirm.dialog}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            why.current?.focus()
          }}
        >
          <AlertDialog.Title className={confirm.title}>
            {isFlatten ? 'Sell everything' : `Set ${state}`} {scope === 'global' ? 'for everybody' : ''}
          </AlertDialog.Title>
          <AlertDialog.Description className={confirm.text}>
            {isFlatten ? flattenWords : stateMeaning[state]}
          </AlertDialog.Description>
          {isFlatten && scope === 'own' && <FlattenReview />}
          <form onSubmit={submit} className={styles.form}>
            <label className={styles.field} htmlFor={`${id}-why`}>
              Why
              <input
                id={`${id}-why`}
                ref={why}
                value={reason}
                maxLength={300}
                autoComplete="off"
                placeholder="Shown to everyone it concerns"
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
            {durations.length > 0 && (
              <div className={styles.field}>
                Ends
                <Segmented label="Ends" value={duration} options={durations} onChange={setDuration} />
              </div>
            )}
            {isFlatten && <TypedWord word={FLATTEN} typed={typed} onType={setTyped} />}
            {change.error && (
              <p role="alert" className={styles.error}>
                Not changed. {change.error instanceof ApiError ? change.error.message : 'Try again.'}
              </p>
            )}
            <div className={confirm.actions}>
              <AlertDialog.Cancel asChild>
                <Button>Back</Button>
              </AlertDialog.Cancel>
              <Button
                type="submit"
                tone={isFlatten ? 'sell' : 'primary'}
                disabled={!isReady || change.isPending}
              >
                {isFlatten ? 'Sell everything' : `Set ${state}`}
              </Button>
            </div>
          </form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
