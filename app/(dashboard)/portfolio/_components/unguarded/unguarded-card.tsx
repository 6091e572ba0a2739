'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { walletsQuery } from '@/app/_api/wallet-calls'
import { Button } from '@/app/_components/ui/button'
import { ErrorNotice } from '@/app/_components/ui/error-notice'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { TitledCard } from '@/app/_components/ui/titled-card'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { TokenName } from '@/app/_components/ui/token-name'
import { formatAmount, formatUsd } from '@/app/_format/numbers'
import { plainName, shortAddress } from '@/app/_format/text'
import { AdoptDialog } from './adopt-dialog'
import { type UnguardedToken, unguardedTokens } from './unguarded-tokens'
import styles from './unguarded-card.module.css'

const Row = ({ token, onGuard }: { token: UnguardedToken; onGuard: () => void }) => {
  const name = token.symbol === null ? shortAddress(token.mint) : plainName(token.symbol)
  return (
    <li className={styles.row}>
      <TokenAvatar mint={token.mint} symbol={token.symbol ?? '?'} />
      <span className={styles.name}>
        <b>
          <TokenName text={name} />
        </b>
        <small>
          {token.amount === null ? 'not known to JARVIS yet' : formatAmount(token.amount)}
          {token.valueUsd !== null && ` · ${formatUsd(token.valueUsd)}`}
          {token.valueUsd === null && token.amount !== null && ' · no price'}
        </small>
      </span>
      <Button size="small" onClick={onGuard} aria-label={`Guard ${name}`}>
        Guard
      </Button>
    </li>
  )
}

/** Tokens that came into the wallet from outside: nothing sells them until the trader gives them a plan. */
export const UnguardedCard = () => {
  const { data, error, refetch } = useQuery(walletsQuery)
  const [asked, setAsked] = useState<UnguardedToken | null>(null)
  const trading = data?.wallets.find(({ kind }) => kind === 'TRADING')
  const tokens = trading ? unguardedTokens(trading) : []
  return (
    <TitledCard title="Held without a plan">
      {!data && error && (
        <ErrorNotice
          what="The wallet could not be read"
          still="Positions are guarded as before."
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!data && !error && <RowsSkeleton label="Reading the wallet" rows={2} />}
      {data && tokens.length === 0 && (
        <p className={styles.text}>None. No token lies in the trading wallet without a stop.</p>
      )}
      {tokens.length > 0 && (
        <>
          <p className={styles.text}>
            These came from outside JARVIS. No stop sells them, and they are free to be withdrawn.
          </p>
          <ul>
            {tokens.map((token) => (
              <Row key={token.mint} token={token} onGuard={() => setAsked(token)} />
            ))}
          </ul>
        </>
      )}
      {asked && <AdoptDialog token={asked} onClose={() => setAsked(null)} />}
    </TitledCard>
  )
}
