'use client'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Field } from '@/app/_components/ui/field'
import { Setting } from './setting'
import form from '@/app/_components/ui/form.module.css'
import styles from './journal-export.module.css'

const DAY_MS = 86_400_000

/** `to` is a whole day, so the range ends where the next one begins. */
const addressOf = (format: 'jsonl' | 'csv', from: string, to: string): string => {
  const range = new URLSearchParams({ format })
  if (from) range.set('from', from)
  if (to) range.set('to', new Date(Date.parse(to) + DAY_MS).toISOString())
  return `/api/v1/journal?${range}`
}

export const JournalExport = () => {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const reversed = from !== '' && to !== '' && from > to
  return (
    <Setting
      title="Decision journal"
      text="Every order of yours: what was asked, what the limits said, each signed transaction, what came of it. The rows are chained by hashes, so a changed or missing one shows."
    >
      <div className={form.form}>
        <div className={styles.range}>
          <Field
            label="From (UTC)"
            type="date"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <Field
            label="Through (UTC)"
            type="date"
            value={to}
            invalid={reversed}
            hint={reversed ? 'Is before the first day.' : undefined}
            onChange={(event) => setTo(event.target.value)}
          />
        </div>
        {!reversed && (
          <div className={form.actions}>
            {(['jsonl', 'csv'] as const).map((format) => (
              <a
                key={format}
                className={styles.download}
                href={addressOf(format, from, to)}
                download={`jarvis-journal.${format}`}
              >
                <Download aria-hidden="true" size={14} />
                {format === 'jsonl' ? 'JSON lines, to verify' : 'CSV, for a spreadsheet'}
              </a>
            ))}
          </div>
        )}
      </div>
    </Setting>
  )
}
