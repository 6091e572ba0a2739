'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { openPositionsQuery } from '@/app/_api/queries'
import { Segmented } from '@/app/_components/ui/segmented'
import { BuyForm } from './buy-form'
import { SellForm } from './sell-form'
import styles from './ticket.module.css'

const SIDES = [
  { value: 'buy', label: 'Buy' },
  { value: 'sell', label: 'Sell' },
] as const

export const Ticket = ({ mint }: { mint: string }) => {
  const [side, setSide] = useState<'buy' | 'sell'>('buy')
  const { data: held } = useQuery({
    ...openPositionsQuery,
    select: (list) => list.positions.filter((position) => position.token.mint === mint),
  })
  const options = held && held.length > 0 ? SIDES : SIDES.slice(0, 1)
  const shown = options.length === 1 ? 'buy' : side
  return (
    <div className={styles.ticket}>
      {options.length > 1 && (
        <div className={styles.sides} data-foldable>
          <Segmented label="Side" value={shown} options={options} onChange={setSide} />
        </div>
      )}
      {shown === 'buy' ? <BuyForm mint={mint} /> : <SellForm positions={held ?? []} />}
    </div>
  )
}
