'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { previewQuery } from '@/app/_api/queries'
import { Review } from '@/app/_components/review/review'
import { Button } from '@/app/_components/ui/button'
import { Confirm } from '@/app/_components/ui/confirm'
import { RowsSkeleton } from '@/app/_components/ui/rows-skeleton'
import { formatUsdShort } from '@/app/_format/numbers'
import { plainName } from '@/app/_format/text'
import type { PreviewView } from '@/lib/contracts/preview'
import type { TokenCard } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'
import { buyFacts } from './buy-facts'
import type { EntryKind } from './entry-kind'

type Props = {
  token: TokenCard
  amountUsd: string
  kind: EntryKind
  /** Of the buy as it would be sent, for the preview. */
  body: string
  onBack: () => void
  onBuy: () => void
  onAmount: (amountUsd: string) => void
  onAccept: (ids: string[]) => void
}

const VERB: Record<EntryKind, string> = { market: 'Buy', limit: 'Wait to buy', repeat: 'Begin to buy' }

const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : []

/** The way out of a denial, where there is one. */
const Remedy = ({
  denial,
  onAmount,
  onAccept,
}: { denial: NonNullable<PreviewView['denial']> } & Pick<Props, 'onAmount' | 'onAccept'>) => {
  const passes = denial.extra?.passesUsd
  const usd = typeof passes === 'string' ? new Decimal(passes).toDecimalPlaces(2, Decimal.ROUND_DOWN) : null
  const ids = idsOf(denial.extra?.acknowledge)
  if (usd?.gt(0))
    return (
      <Button onClick={() => onAmount(usd.toFixed())}>Use {formatUsdShort(usd.toFixed())} instead</Button>
    )
  if (ids.length > 0) return <Button onClick={() => onAccept(ids)}>I accept these warnings</Button>
  return null
}

/** What the server says the buy would do; nothing is sent before this is confirmed. */
export const BuyReview = (props: Props) => {
  const { token, amountUsd, kind, body, onBack, onBuy, onAmount, onAccept } = props
  const { data: preview, error, isFetching } = useQuery(previewQuery(body))
  const name = `${formatUsdShort(amountUsd)} of ${plainName(token.symbol)}`
  const denial = preview?.denial ?? null
  const confirm = useRef<HTMLButtonElement>(null)
  const isReady = denial === null && (preview !== undefined || !isFetching)
  useEffect(() => {
    if (isReady) confirm.current?.focus()
  }, [isReady])
  return (
    <Confirm
      title={`${VERB[kind]} ${name}?`}
      onBack={onBack}
      details={
        preview ? (
          <Review
            facts={buyFacts(preview, kind)}
            exits={preview.exits}
            warnings={preview.warnings.map(({ text }) => text)}
            denial={denial}
          >
            {denial && <Remedy denial={denial} onAmount={onAmount} onAccept={onAccept} />}
          </Review>
        ) : error ? (
          <Review
            facts={[]}
            warnings={[
              `The details could not be worked out: ${error.message} Every check is made again when it is sent.`,
            ]}
          />
        ) : (
          <RowsSkeleton label="Working out the details" rows={5} />
        )
      }
      action={
        <Button
          ref={confirm}
          tone="buy"
          onClick={onBuy}
          disabled={!isReady}
          // A key that is held down opened this; it must not confirm it too.
          onKeyDown={(event) => event.repeat && event.preventDefault()}
        >
          {VERB[kind]} {name}
        </Button>
      }
    >
      {kind === 'market' &&
        (preview?.execution
          ? 'Bought slice by slice; every slice is guarded from its fill on. Once any of it is sold, by you or by its plan, nothing more is bought.'
          : 'Sent at once, at the market.')}
      {kind === 'limit' &&
        'Nothing is bought now. The amount is set aside until the price comes, for 24 hours.'}
      {kind === 'repeat' &&
        'The first purchase is made now. Each is checked against your limits when it is due.'}
    </Confirm>
  )
}
