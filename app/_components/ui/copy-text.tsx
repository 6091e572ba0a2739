'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/app/_components/ui/button'

const CONFIRM_MS = 1_500

export const CopyText = ({ text, what }: { text: string; what: string }) => {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), CONFIRM_MS)
  }
  return (
    <Button size="small" onClick={() => void copy()} aria-label={`Copy ${what}`}>
      {copied ? <Check aria-hidden="true" size={13} /> : <Copy aria-hidden="true" size={13} />}
      {copied ? 'Copied' : 'Copy'}
    </Button>
  )
}
