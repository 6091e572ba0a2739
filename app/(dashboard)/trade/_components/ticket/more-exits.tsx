'use client'
import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { ExtraRows } from '../plan/extra-rows'
import { extrasInShort } from '../plan/plan-extras'
import { useTicketForm } from './ticket-form-context'
import styles from './more-exits.module.css'

/** Ladder, trailing, break-even and time, folded away until they are wanted. */
export const MoreExits = () => {
  const { fields, change } = useTicketForm()
  const [open, setOpen] = useState(false)
  const id = useId()
  const chosen = extrasInShort(fields.extras)
  return (
    <div className={styles.more}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span>More exits</span>
        <small>{chosen === '' ? 'ladder, trailing, break-even, time: off' : `${chosen}: on`}</small>
        <ChevronDown aria-hidden="true" size={14} />
      </button>
      {open && (
        <div id={id} className={styles.rows}>
          <ExtraRows
            fields={fields.extras}
            onChange={(next) => change({ extras: { ...fields.extras, ...next } })}
          />
        </div>
      )}
    </div>
  )
}
