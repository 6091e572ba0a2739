'use client'
import { Lock, LogOut, type LucideIcon, Pause, Play } from 'lucide-react'
import { stateInShort } from '@/app/_format/trading-state'
import type { TradingState } from '@/lib/domain/trading-state/trading-state'
import styles from './state-tiles.module.css'

const TILES: readonly [TradingState, LucideIcon][] = [
  ['RUNNING', Play],
  ['NO_ENTRIES', Pause],
  ['EXITS_ONLY', LogOut],
  ['FROZEN', Lock],
]

type Props = { current: TradingState | undefined; onChoose: (state: TradingState) => void }

/** A freeze that holds can be chosen again, to renew it. */
export const StateTiles = ({ current, onChoose }: Props) => (
  <div className={styles.tiles} role="group" aria-label="Set the trading state">
    {TILES.map(([state, Icon]) => (
      <button
        key={state}
        type="button"
        className={styles.tile}
        data-state={state}
        aria-pressed={state === current}
        disabled={current === undefined || (state === current && state !== 'FROZEN')}
        onClick={() => onChoose(state)}
      >
        <span className={styles.name}>
          <Icon aria-hidden="true" />
          {state}
        </span>
        <span className={styles.does}>
          {state === 'FROZEN' && current === 'FROZEN' ? 'Choose again to renew it' : stateInShort[state]}
        </span>
      </button>
    ))}
  </div>
)
