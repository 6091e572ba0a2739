import { TradingStateCard } from './trading-state/trading-state-card'
import styles from './risk-screen.module.css'

export const RiskScreen = () => (
  <div className={styles.page}>
    <h1 className={styles.title}>
      Risk <span>Protections stop entering. Exits always continue.</span>
    </h1>
    <TradingStateCard />
  </div>
)
