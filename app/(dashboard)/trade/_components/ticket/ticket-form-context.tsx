'use client'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { usePreferences } from './use-preferences'
import { newTicket, type TicketFields } from './ticket-form'

type TicketForm = { fields: TicketFields; change: (next: Partial<TicketFields>) => void }

const TicketFormContext = createContext<TicketForm | null>(null)

/** The ticket's fields, which the chart previews too. One set per token. */
export const TicketFormProvider = ({ children }: { children: ReactNode }) => {
  const preferred = usePreferences()
  const [fields, setFields] = useState(() => newTicket(preferred))
  const form = useMemo(
    () => ({ fields, change: (next: Partial<TicketFields>) => setFields((now) => ({ ...now, ...next })) }),
    [fields],
  )
  return <TicketFormContext value={form}>{children}</TicketFormContext>
}

export const useTicketForm = (): TicketForm => {
  const form = use(TicketFormContext)
  if (!form) throw new Error('useTicketForm outside TicketFormProvider')
  return form
}
