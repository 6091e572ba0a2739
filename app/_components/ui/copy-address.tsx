'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { shortAddress } from '@/app/_format/text'
import styles from './copy-address.module.css'

const CONFIRM_MS = 1_500

export const CopyAddress = ({ address, what }: { address: string; what: string }) => {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    setCopied(true)
    setTimeout(() => setCopied(false), CONFIRM_MS)
  }
  return (
    <button
      type="button"
      className={styles.copy}
      title={address}
      onClick={() => void copy()}
      aria-label={`Copy ${what}`}
    >
      {shortAddress(address)}
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
    </button>
  )
}
