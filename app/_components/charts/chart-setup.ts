import {
  type AutoscaleInfo,
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineStyle,
} from 'lightweight-charts'
import { formatTokenPrice } from '@/app/_format/numbers'
import type { ChartPalette } from './chart-palette'
import { TradeLinesPrimitive } from './trade-lines-primitive'

export type PriceChart = {
  chart: IChartApi
  candles: ISeriesApi<'Candlestick'>
  volume: ISeriesApi<'Histogram'>
  lines: TradeLinesPrimitive
}

/** The axis works in floats; rounding to 12 digits hides their noise from the formatter. */
const axisPrice = (price: number): string =>
  price <= 0 ? '0' : formatTokenPrice(Number(price.toPrecision(12)).toFixed(14))

const chartOptions = (palette: ChartPalette) => ({
  layout: {
    background: { type: ColorType.Solid, color: palette.surface },
    textColor: palette.text3,
    fontFamily: palette.font,
    fontSize: 11,
    attributionLogo: false,
  },
  grid: { vertLines: { color: palette.grid }, horzLines: { color: palette.grid } },
  crosshair: {
    mode: CrosshairMode.Normal,
    vertLine: { color: palette.cross, style: LineStyle.Dotted, labelBackgroundColor: palette.cross },
    horzLine: { color: palette.cross, style: LineStyle.Dotted, labelBackgroundColor: palette.cross },
  },
})

/** Up is hollow and down is solid, so a candle's direction does not hang on its colour. */
const candleOptions = (palette: ChartPalette) => ({
  upColor: palette.surface,
  downColor: palette.loss,
  borderUpColor: palette.gain,
  borderDownColor: palette.loss,
  wickUpColor: palette.gain,
  wickDownColor: palette.loss,
  priceLineColor: palette.text,
})

export const createPriceChart = (
  container: HTMLElement,
  palette: ChartPalette,
  widen: (info: AutoscaleInfo | null) => AutoscaleInfo | null,
): PriceChart => {
  const chart = createChart(container, {
    ...chartOptions(palette),
    autoSize: true,
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.1, bottom: 0.2 } },
    timeScale: { borderVisible: false, timeVisible: true, rightOffset: 5, barSpacing: 9, minBarSpacing: 2 },
    handleScroll: { vertTouchDrag: false },
  })
  const candles = chart.addSeries(CandlestickSeries, {
    ...candleOptions(palette),
    priceLineStyle: LineStyle.SparseDotted,
    priceFormat: { type: 'custom', formatter: axisPrice, minMove: 1e-12 },
    autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => widen(original()),
  })
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: 'volume',
    color: palette.volume,
    priceLineVisible: false,
    lastValueVisible: false,
  })
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } })
  const lines = new TradeLinesPrimitive(palette)
  candles.attachPrimitive(lines)
  return { chart, candles, volume, lines }
}

export const recolour = ({ chart, candles, volume }: PriceChart, palette: ChartPalette): void => {
  chart.applyOptions(chartOptions(palette))
  candles.applyOptions(candleOptions(palette))
  volume.applyOptions({ color: palette.volume })
}
