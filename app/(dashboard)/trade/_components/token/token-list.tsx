'use client'
import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { tokensQuery } from '@/app/_api/queries'
import { Card } from '@/app/_components/ui/card'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { TokenListSkeleton } from './token-list-skeleton'
import { TokenRow } from './token-row'
import styles from './token-list.module.css'

export const TokenList = ({ chosen, onChoose }: { chosen: string; onChoose: (mint: string) => void }) => {
  const [text, setText] = useState('')
  const { data: tokens, error, refetch } = useQuery(tokensQuery())
  const wanted = text.trim().toLowerCase().replace(/^\$/, '')
  const shown = tokens?.filter((token) =>
    `${token.symbol} ${token.name} ${token.mint}`.toLowerCase().includes(wanted),
  )
  return (
    <Card className={styles.list} aria-label="Tokens">
      <label className={styles.search}>
        <Search aria-hidden="true" />
        <input
          type="search"
          aria-label="Filter tokens"
          placeholder="Filter tokens"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles.head} aria-hidden="true">
        <span>Token, liquidity</span>
        <span>Price, 24 h</span>
      </div>
      {error && !tokens && (
        <ErrorNotice
          what="Tokens did not load"
          still="Positions and exits are unaffected."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!tokens && !error && <TokenListSkeleton />}
      {shown && (
        <ul className={styles.rows}>
          {shown.map((token) => (
            <li key={token.mint}>
              <TokenRow token={token} on={token.mint === chosen} onChoose={onChoose} />
            </li>
          ))}
          {shown.length === 0 && <li className={styles.none}>None here. Ctrl K searches every token.</li>}
        </ul>
      )}
    </Card>
  )
}
