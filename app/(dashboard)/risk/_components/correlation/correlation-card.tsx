import clsx from 'clsx'
import { Card } from '@/app/_components/ui/card'
import { plainName } from '@/app/_format/text'
import type { RiskOverview } from '@/lib/contracts/risk'
import styles from './correlation-card.module.css'

const figure = (value: number | null): string =>
  value === null ? '–' : value.toFixed(2).replace('-', '\u2212')

/** How the tokens held move together. Unknown is a dash: too little history counts as uncorrelated. */
export const CorrelationCard = ({ correlation }: { correlation: RiskOverview['correlation'] }) => {
  const { tokens, matrix, above } = correlation
  const nameOf = (index: number): string => {
    const { symbol, positions } = tokens[index]!
    return positions > 1 ? `${plainName(symbol)} ×${positions}` : plainName(symbol)
  }
  return (
    <Card aria-labelledby="correlation-title">
      <h2 id="correlation-title" className={styles.head}>
        Correlation <span>24 h of 5 min returns, outlined above {above}</span>
      </h2>
      {tokens.length < 2 ? (
        <p className={styles.none}>Hold two tokens to see how they move together.</p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Matrix of correlations">
          <table className={styles.table}>
            <thead>
              <tr>
                <td />
                {tokens.map((token, column) => (
                  <th key={token.mint} scope="col">
                    {nameOf(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {tokens.map((token, row) => (
                <tr key={token.mint}>
                  <th scope="row">{nameOf(row)}</th>
                  {tokens.map((other, column) => {
                    const value = matrix[row]?.[column] ?? null
                    return row === column ? (
                      <td key={other.mint} className={styles.self} />
                    ) : (
                      <td
                        key={other.mint}
                        className={clsx(value !== null && value > above && styles.together)}
                        style={
                          {
                            '--strength': `${Math.round(Math.max(0, value ?? 0) * 45)}%`,
                          } as React.CSSProperties
                        }
                      >
                        {figure(value)}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
