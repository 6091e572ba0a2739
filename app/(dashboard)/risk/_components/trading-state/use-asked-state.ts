import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { type StateScope, type TradingState, tradingStates } from '@/lib/domain/trading-state/trading-state'
import type { AskedState } from './asked-state'

/** The change being confirmed: one chosen here, or one that the palette named in the address (`?set=FROZEN`). */
export const useAskedState = (scope: StateScope) => {
  const [chosen, setChosen] = useState<AskedState | null>(null)
  const router = useRouter()
  const path = usePathname()
  const named = useSearchParams().get('set')
  const fromPalette = tradingStates.find((state) => state === named)
  return {
    asked: chosen ?? (fromPalette ? { state: fromPalette, scope } : null),
    ask: (state: TradingState) => setChosen({ state, scope }),
    close: () => {
      setChosen(null)
      if (named !== null) router.replace(path)
    },
  }
}
