import type {
  IPrimitivePaneRenderer,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts'
import { formatTokenPrice } from '@/app/_format/numbers'
import type { ChartPalette } from './chart-palette'
import { drawTradeLines, lineColour, type PlacedLine } from './draw-trade-lines'
import { NO_LINES, type TradeLine, type TradeLines } from './trade-lines'

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

const onColour = (line: TradeLine, palette: ChartPalette): string =>
  ({ target: palette.onGain, stop: palette.onLoss, moved: palette.onAccent, entry: palette.surface })[
    line.kind
  ]

/** Draws entry, target and stop with their words at the left and their prices on the axis. */
export class TradeLinesPrimitive implements ISeriesPrimitive<Time> {
  private host: SeriesAttachedParameter<Time> | null = null
  private content: TradeLines = NO_LINES
  private axis: ISeriesPrimitiveAxisView[] = []

  constructor(private palette: ChartPalette) {}

  attached(host: SeriesAttachedParameter<Time>): void {
    this.host = host
  }

  detached(): void {
    this.host = null
  }

  update(content: TradeLines, palette: ChartPalette): void {
    this.content = content
    this.palette = palette
    this.axis = content.lines.filter((line) => !line.preview).map((line) => this.axisView(line))
    this.host?.requestUpdate()
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.axis
  }

  paneViews() {
    return [this.paneView]
  }

  private readonly paneView = {
    zOrder: () => 'top' as const,
    renderer: (): IPrimitivePaneRenderer => ({ draw: (target) => this.draw(target) }),
  }

  private draw(target: Target): void {
    const { host, content, palette } = this
    if (!host || content.lines.length === 0) return
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const placed = content.lines.flatMap((line): PlacedLine[] => {
        const y = host.series.priceToCoordinate(Number(line.price))
        return y === null ? [] : [{ ...line, y }]
      })
      drawTradeLines(context, placed, { ...mediaSize, entryX: this.entryX(), palette })
    })
  }

  private entryX(): number | null {
    const { host, content } = this
    if (!host || content.entryTime === null) return null
    const bars = host.series.data()
    const bar = bars.findLast((item) => (item.time as number) <= content.entryTime!)
    return bar ? host.chart.timeScale().timeToCoordinate(bar.time) : 0
  }

  private axisView(line: TradeLine): ISeriesPrimitiveAxisView {
    return {
      coordinate: () => this.host?.series.priceToCoordinate(Number(line.price)) ?? -100,
      text: () => formatTokenPrice(line.price),
      textColor: () => onColour(line, this.palette),
      backColor: () => lineColour(line, this.palette),
    }
  }
}
