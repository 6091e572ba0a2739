'use client'
import type { UTCTimestamp } from 'lightweight-charts'
import { useEffect, useRef } from 'react'
import type { CandleInterval } from '@/lib/contracts/tokens'
import type { Candle } from '@/lib/domain/tokens/candle'
import { onThemeChange, readChartPalette } from './chart-palette'
import { createPriceChart, type PriceChart, recolour } from './chart-setup'
import { barAfterPrice } from './live-bars'
import { rangeWithLines, type TradeLines } from './trade-lines'

type Props = {
  candles: readonly Candle[]
  interval: CandleInterval
  price: { priceUsd: string; at: string } | null
  lines: TradeLines
}

const SHOWN_BARS = 110

/** The canvas alone counts in floats: a pixel is coarser than they are. */
const bar = (candle: Candle) => ({
  time: candle.time as UTCTimestamp,
  open: Number(candle.open),
  high: Number(candle.high),
  low: Number(candle.low),
  close: Number(candle.close),
})

const volumeBar = (candle: Candle) => ({ time: candle.time as UTCTimestamp, value: Number(candle.volumeUsd) })

export const CandleChart = ({ candles, interval, price, lines }: Props) => {
  const container = useRef<HTMLDivElement>(null)
  const chart = useRef<PriceChart | null>(null)
  const last = useRef<Candle | undefined>(undefined)
  const shownLines = useRef(lines)

  useEffect(() => {
    const created = createPriceChart(container.current!, readChartPalette(), (info) => {
      if (!info?.priceRange) return info
      const held = shownLines.current.lines.filter((line) => !line.preview)
      const prices = held.map((line) => Number(line.price))
      return { ...info, priceRange: rangeWithLines(info.priceRange, prices) }
    })
    chart.current = created
    const stop = onThemeChange(() => {
      const palette = readChartPalette()
      recolour(created, palette)
      created.lines.update(shownLines.current, palette)
    })
    return () => {
      stop()
      chart.current = null
      created.chart.remove()
    }
  }, [])

  useEffect(() => {
    const { chart: api, candles: series, volume } = chart.current!
    series.setData(candles.map(bar))
    volume.setData(candles.map(volumeBar))
    last.current = candles.at(-1)
    api.timeScale().applyOptions({ secondsVisible: interval === '1s' })
    const width = container.current?.clientWidth ?? 0
    const count = Math.min(SHOWN_BARS, Math.max(40, Math.floor(width / 9)))
    api.timeScale().setVisibleLogicalRange({ from: candles.length - count, to: candles.length + 4 })
  }, [candles, interval])

  useEffect(() => {
    if (!price || !chart.current) return
    const next = barAfterPrice(last.current, price, interval)
    if (!next) return
    last.current = next
    chart.current.candles.update(bar(next))
  }, [price, candles, interval])

  useEffect(() => {
    shownLines.current = lines
    chart.current?.lines.update(lines, readChartPalette())
  }, [lines])

  return <div ref={container} aria-hidden="true" style={{ position: 'absolute', inset: 0 }} />
}
