import { type ChartPalette, withAlpha } from './chart-palette'
import type { TradeLine } from './trade-lines'

export type PlacedLine = TradeLine & { y: number }
type Frame = { width: number; height: number; entryX: number | null; palette: ChartPalette }
type Context = CanvasRenderingContext2D

const PILL = { height: 20, left: 10, gap: 4, padding: 7 }

export const lineColour = (line: TradeLine, palette: ChartPalette): string =>
  ({ target: palette.gain, stop: palette.loss, moved: palette.accent, entry: palette.text2 })[line.kind]

const drawZones = (context: Context, lines: readonly PlacedLine[], frame: Frame): void => {
  const held = lines.filter((line) => !line.preview)
  const entry = held.find((line) => line.kind === 'entry')
  if (!entry || frame.entryX === null) return
  for (const line of held) {
    if (line.kind === 'entry' || line.kind === 'moved') continue
    context.fillStyle = withAlpha(lineColour(line, frame.palette), 0.07)
    context.fillRect(frame.entryX, entry.y, frame.width - frame.entryX, line.y - entry.y)
  }
}

const drawLine = (context: Context, line: PlacedLine, frame: Frame): void => {
  const y = Math.round(line.y) + 0.5
  context.strokeStyle = lineColour(line, frame.palette)
  context.globalAlpha = line.preview ? 0.7 : 1
  context.setLineDash(line.kind === 'entry' ? [2, 3] : line.preview || line.kind === 'moved' ? [5, 4] : [])
  context.beginPath()
  context.moveTo(0, y)
  context.lineTo(frame.width, y)
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
}

/** Off-screen lines keep their pill at the edge, with an arrow to where they are. */
const pillText = (line: PlacedLine, frame: Frame): string =>
  line.y < 0 ? `↑ ${line.label}` : line.y > frame.height ? `↓ ${line.label}` : line.label

const drawPill = (context: Context, line: PlacedLine, middle: number, frame: Frame): void => {
  const text = pillText(line, frame)
  const width = context.measureText(text).width + 2 * PILL.padding
  context.fillStyle = frame.palette.surface
  context.strokeStyle = lineColour(line, frame.palette)
  context.setLineDash(line.preview ? [3, 2] : [])
  context.beginPath()
  context.roundRect(
    PILL.left + 0.5,
    Math.round(middle - PILL.height / 2) + 0.5,
    Math.round(width),
    PILL.height,
    4,
  )
  context.fill()
  context.stroke()
  context.setLineDash([])
  context.fillStyle = lineColour(line, frame.palette)
  context.fillText(text, PILL.left + PILL.padding + 0.5, Math.round(middle) + 1)
}

/** Keeps pills on the pane and off each other, from the top down. */
const pillMiddles = (lines: readonly PlacedLine[], frame: Frame): [PlacedLine, number][] => {
  const half = PILL.height / 2
  const step = PILL.height + PILL.gap
  const sorted = [...lines].sort((a, b) => a.y - b.y)
  let floor = half + 6
  return sorted.map((line, index) => {
    const below = sorted.length - 1 - index
    const ceiling = frame.height - half - 6 - below * step
    const middle = Math.max(floor, Math.min(line.y, ceiling))
    floor = middle + step
    return [line, middle]
  })
}

const drawEntryMark = (context: Context, entry: PlacedLine, frame: Frame): void => {
  if (frame.entryX === null || entry.y < 0 || entry.y > frame.height) return
  context.fillStyle = frame.palette.text
  context.beginPath()
  context.arc(frame.entryX, entry.y, 8, 0, 2 * Math.PI)
  context.fill()
  context.fillStyle = frame.palette.bg
  context.font = `700 10px ${frame.palette.font}`
  context.textAlign = 'center'
  context.fillText('B', frame.entryX, entry.y + 0.5)
  context.textAlign = 'start'
}

export const drawTradeLines = (context: Context, lines: readonly PlacedLine[], frame: Frame): void => {
  context.save()
  context.lineWidth = 1
  context.textBaseline = 'middle'
  context.font = `500 11px ${frame.palette.font}`
  drawZones(context, lines, frame)
  for (const line of lines) if (line.y >= 0 && line.y <= frame.height) drawLine(context, line, frame)
  for (const [line, middle] of pillMiddles(lines, frame)) drawPill(context, line, middle, frame)
  const entry = lines.find((line) => line.kind === 'entry')
  if (entry) drawEntryMark(context, entry, frame)
  context.restore()
}
