import { exampleBars } from './example-bars'
import styles from './example-chart.module.css'

const WIDTH = 740
const HEIGHT = 384
const PLOT = 676
const STEP = 10
const TOP = 2.11
const BOTTOM = 1.45

const y = (price: number): number => Math.round(((TOP - price) / (TOP - BOTTOM)) * HEIGHT * 10) / 10
const at = (index: number): number => index * STEP + 8.5

const Bar = ({ bar, index }: { bar: (typeof exampleBars)[number]; index: number }) => {
  const [open, high, low, close] = bar
  const up = close >= open
  const colour = up ? 'var(--gain)' : 'var(--loss)'
  const top = y(Math.max(open, close))
  const height = Math.max(1.2, y(Math.min(open, close)) - top)
  return (
    <>
      <path d={`M${at(index)} ${y(high)}V${y(low)}`} stroke={colour} />
      <rect
        x={at(index) - 3}
        y={top}
        width="6"
        height={height}
        fill={up ? 'var(--s1)' : colour}
        stroke={colour}
      />
    </>
  )
}

type LineProps = {
  price: number
  label: string
  tag: string
  tone: string
  on: string
  dash?: string
  width: number
}

const Line = ({ price, label, tag, tone, on, dash, width }: LineProps) => {
  const line = Math.round(y(price)) + 0.5
  return (
    <>
      <path d={`M0 ${line}H${PLOT}`} stroke={tone} strokeDasharray={dash} />
      <rect x="10.5" y={line - 10} width={width} height="20" rx="4" fill="var(--s1)" stroke={tone} />
      <text x="19" y={line + 4} fill={tone} fontWeight="500">
        {label}
      </text>
      <rect x={PLOT} y={line - 9} width="64" height="18" rx="3" fill={tone} />
      <text x={PLOT + 9} y={line + 4} fill={on} fontWeight="600">
        {tag}
      </text>
    </>
  )
}

const ENTRY_BAR = 38

export const ExampleChart = () => (
  <svg
    className={styles.chart}
    viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    role="img"
    aria-label="Example chart: bought at 1.7180, now 1.8421, sells itself at 2.0616 or at 1.5462"
  >
    {[2, 1.9, 1.8, 1.7, 1.6, 1.5].map((price) => (
      <g key={price}>
        <path d={`M0 ${Math.round(y(price)) + 0.5}H${PLOT}`} stroke="var(--grid)" />
        <text x={PLOT + 9} y={y(price) + 4} fill="var(--text-3)">
          {price.toFixed(4)}
        </text>
      </g>
    ))}
    <g opacity="0.08">
      <rect
        x={at(ENTRY_BAR)}
        y={y(2.0616)}
        width={PLOT - at(ENTRY_BAR)}
        height={y(1.718) - y(2.0616)}
        fill="var(--gain)"
      />
      <rect
        x={at(ENTRY_BAR)}
        y={y(1.718)}
        width={PLOT - at(ENTRY_BAR)}
        height={y(1.5462) - y(1.718)}
        fill="var(--loss)"
      />
    </g>
    {exampleBars.map((bar, index) => (
      <Bar key={index} bar={bar} index={index} />
    ))}
    <Line
      price={2.0616}
      label="Take profit +20 % · +$50.00 net"
      tag="2.0616"
      tone="var(--gain)"
      on="var(--on-gain)"
      width={196}
    />
    <Line
      price={1.718}
      label="Entry · 145.52 WIF"
      tag="1.7180"
      tone="var(--text-2)"
      on="var(--s1)"
      dash="2 3"
      width={116}
    />
    <Line
      price={1.5462}
      label="Stop −10 % · −$25.00 net"
      tag="1.5462"
      tone="var(--loss)"
      on="var(--on-loss)"
      width={152}
    />
    <rect x={PLOT} y={y(1.8421) - 9} width="64" height="18" rx="3" fill="var(--text)" />
    <text x={PLOT + 9} y={y(1.8421) + 4} fill="var(--bg)" fontWeight="600">
      1.8421
    </text>
    <circle cx={at(ENTRY_BAR)} cy={y(1.718)} r="8" fill="var(--text)" />
    <text
      x={at(ENTRY_BAR)}
      y={y(1.718) + 3.6}
      fill="var(--bg)"
      fontWeight="700"
      fontSize="10"
      textAnchor="middle"
    >
      B
    </text>
  </svg>
)
