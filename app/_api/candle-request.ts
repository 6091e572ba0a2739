import type { CandleInterval } from '@/lib/contracts/tokens'

export const FIRST_INTERVAL: CandleInterval = '1m'
export const CANDLE_COUNT = 300
