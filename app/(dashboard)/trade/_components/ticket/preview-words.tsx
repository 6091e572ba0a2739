'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { previewQuery } from '@/app/_api/queries'

/** What the server says the buy would do, with its warnings; until it answers, what the ticket knows itself. */
export const PreviewWords = ({ body, fallback }: { body: string; fallback: ReactNode }) => {
  const { data } = useQuery(previewQuery(body))
  if (!data) return fallback
  const notes = [...data.warnings.map(({ text }) => text), ...(data.denial ? [data.denial.detail] : [])]
  return [data.summary, ...notes].join(' ')
}
