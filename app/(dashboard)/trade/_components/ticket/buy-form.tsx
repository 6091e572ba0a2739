'use client'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { exitCostQuery } from '@/app/_api/queries'
import { useLivePortfolio } from '@/app/_live/live-portfolio'
import { useDebounced } from '@/app/_live/use-debounced'
import { useLivePrice } from '@/app/_live/use-live-price'
import { UntilLive } from '@/app/_components/ui/until-live'
import { useTokenCard } from '../token/token-header'
import { Acceptances } from './acceptances'
import { AmountField } from './amount-field'
import { BuyButton } from './buy-button'
import { BuyReview } from './buy-review'
import { BuyTri } from './buy-tri'
import { CostLine } from './cost-line'
import { EntryFields } from './entry-fields'
import { entryPrice, limitOf, repetitionOf } from './entry-kind'
import { ExitFields } from './exit-fields'
import { LimitsHeadroom } from './limits-headroom'
import { PayFrom } from './pay-from'
import { Receipt } from './receipt'
import { SuggestedSize } from './suggested-size'
import { asksFirst, exitBody, readTicket, ticketBlock } from './ticket-form'
import { useTicketForm } from './ticket-form-context'
import { TradeOutcomePanel } from './trade-outcome-panel'
import { useEntryHalt } from './use-entry-halt'
import { useUnfinishedBuy } from './use-unfinished-buy'
import { useRepeat } from './use-repeat'
import { useTrade } from './use-trade'
import styles from './buy-form.module.css'

export const BuyForm = ({ mint }: { mint: string }) => {
  const { fields, change } = useTicketForm()
  const { token, error: missing } = useTokenCard(mint)
  const portfolio = useLivePortfolio()
  const { priceUsd, ageMs } = useLivePrice(mint, token)
  const { outcome, send, again, clear } = useTrade(`buy ${mint}`)
  const [reviewing, setReviewing] = useState(false)
  const [details, setDetails] = useState(false)
  const reasonId = useId()

  const values = readTicket(fields)
  const boughtAt = entryPrice(fields.entry, priceUsd)
  const known = useQuery(exitCostQuery(mint, useDebounced(values.amountUsd, 250)))
  const cost = known.isError ? (known.data ?? null) : known.data
  const unfinished = useUnfinishedBuy(mint)
  const halted = useEntryHalt(mint, token?.deployer ?? null)
  const block = ticketBlock(fields, {
    token,
    priceAgeMs: ageMs,
    priced: priceUsd !== null,
    unfinished,
    halted,
    missing: missing !== null,
  })
  const repeat = useRepeat()
  const busy = outcome.state === 'sending' || outcome.state === 'unanswered' || repeat.isPending

  const bodyOf = (amountUsd: string, acknowledge: readonly string[]) => ({
    token: mint,
    amountUsd,
    ...exitBody(fields),
    acknowledge,
    ...(fields.wallet !== null && fields.entry.kind === 'market' ? { wallet: fields.wallet } : {}),
  })
  const terms =
    fields.entry.kind === 'repeat'
      ? repetitionOf(fields.entry)
      : fields.entry.kind === 'market' && fields.wallet !== null
        ? {}
        : limitOf(fields.entry)
  const buy = (amountUsd: string | null = values.amountUsd, accepted = fields.accepted) => {
    if (amountUsd === null || !token) return
    setReviewing(false)
    const body = bodyOf(amountUsd, accepted)
    if (fields.entry.kind === 'repeat') repeat.mutate({ ...body, ...terms })
    else send('/trade/buy', { ...body, ...terms })
  }
  const press = (pressed: 'pointer' | 'key') => {
    if (block || busy || values.amountUsd === null) return
    if (asksFirst(fields, pressed)) setReviewing(true)
    else buy()
  }
  const buyInstead = (amountUsd: string) => {
    change({ amount: amountUsd })
    buy(amountUsd)
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => event.preventDefault()}
      data-details={details || undefined}
    >
      <UntilLive>
        <div className={styles.fields} data-foldable>
          <AmountField
            portfolio={portfolio}
            invalid={block?.field === 'amount'}
            onDetails={() => setDetails(!details)}
            details={details}
          />
          <PayFrom />
          <SuggestedSize token={token} portfolio={portfolio} stopLossPct={values.stopLossPct} />
          <EntryFields priceUsd={priceUsd} invalid={block?.field === 'entry'} />
          <ExitFields priceUsd={boughtAt} invalid={block?.field === 'exits'} />
        </div>
        <CostLine cost={cost} amountUsd={values.amountUsd} />
        <BuyTri token={token} cost={cost} priceUsd={boughtAt} values={values} />
        {outcome.state === 'idle' && (
          <Receipt
            token={token}
            cost={cost}
            priceUsd={priceUsd}
            boughtAt={boughtAt}
            amountUsd={values.amountUsd}
          />
        )}
        <LimitsHeadroom values={values} portfolio={portfolio} cost={cost} />
        <div className={styles.act}>
          <TradeOutcomePanel
            outcome={outcome}
            onAgain={again}
            onClear={clear}
            onBuyInstead={buyInstead}
            onAccept={(ids) => buy(values.amountUsd, ids)}
          />
          <Acceptances token={token} />
          <BuyButton
            token={token}
            amountUsd={values.amountUsd}
            block={block}
            busy={busy}
            kind={fields.entry.kind}
            reasonId={reasonId}
            ageMs={ageMs}
            onPress={press}
          />
        </div>
      </UntilLive>
      {reviewing && values.amountUsd !== null && token && (
        <BuyReview
          token={token}
          amountUsd={values.amountUsd}
          kind={fields.entry.kind}
          body={JSON.stringify({ ...bodyOf(values.amountUsd, fields.accepted), ...terms })}
          onBack={() => setReviewing(false)}
          onBuy={() => buy()}
          onAmount={(amount) => change({ amount })}
          onAccept={(accepted) => change({ accepted })}
        />
      )}
    </form>
  )
}
