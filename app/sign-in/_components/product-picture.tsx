import { Check, Clock, LogOut, MousePointerClick } from 'lucide-react'
import { Chip } from '@/app/_components/ui/chip'
import { TokenAvatar } from '@/app/_components/ui/token-avatar'
import { ExampleChart } from './example-chart'
import styles from './product-picture.module.css'

const ANSWERS = [
  {
    icon: MousePointerClick,
    question: 'Why',
    answer: 'Bought for $250 within every limit.',
    more: 'Limits, balance and exit plan are checked before anything is signed.',
  },
  {
    icon: LogOut,
    question: 'Can I get out?',
    answer: 'Buy and sell now costs 0.90\u00a0%.',
    more: 'Impact, venue, rent and network, each in dollars, before you press.',
  },
  {
    icon: Clock,
    question: 'What happens next',
    answer: 'It sells itself at +20\u00a0% or −10\u00a0%.',
    more: 'Net of fees, at the price the whole size would get.',
  },
] as const

/** What a position looks like. Drawn from made-up numbers, and labelled so. */
export const ProductPicture = () => (
  <figure className={styles.picture}>
    <figcaption className={styles.head}>
      <TokenAvatar mint="example" symbol="W" size={34} />
      <div className={styles.name}>
        <b>WIF</b>
        <span>Liquidity $184 k</span>
      </div>
      <div className={styles.price}>
        <b>$1.8421</b>
        <span>▲ +3.42 %</span>
      </div>
      <Chip className={styles.example}>Example</Chip>
      <Chip tone="ok" className={styles.checks}>
        <Check aria-hidden="true" />6 safety checks
      </Chip>
    </figcaption>
    <ExampleChart />
    <ul className={styles.answers}>
      {ANSWERS.map(({ icon: Icon, question, answer, more }) => (
        <li key={question}>
          <span className={styles.question}>
            <Icon aria-hidden="true" strokeWidth={1.5} />
            {question}
          </span>
          <b>{answer}</b>
          <p>{more}</p>
        </li>
      ))}
    </ul>
  </figure>
)
