interface Planted {
  rule: string
  /** The file the rule must complain about. */
  from: string
  files: Record<string, string>
}

const leaf = 'export const value = 1\n'
const uses = (target: string) => `import { value } from '${target}'\n\nexport const used = value\n`

const simple = (rule: string, from: string, target: string): Planted => ({
  rule,
  from,
  files: { [from]: uses(`@/${target}`), [`${target}.ts`]: leaf },
})

/** At least one violation of every rule in .dependency-cruiser.cjs: by alias, by relative path, of a type only, dynamic. */
export const PLANTED: readonly Planted[] = [
  simple('app', 'app/api/route.ts', 'lib/db/client'),
  simple('server', 'server/main.ts', 'lib/services/orders/buy'),
  simple('workers', 'workers/main.ts', 'lib/adapters/jupiter/client'),
  simple('composition', 'lib/composition/web.ts', 'scripts/start'),
  simple('services', 'lib/services/orders/sell.ts', 'lib/adapters/jupiter/client'),
  {
    rule: 'services',
    from: 'lib/services/orders/cancel.ts',
    files: {
      'lib/services/orders/cancel.ts': "export const load = () => import('../../adapters/jupiter/client')\n",
      'lib/adapters/jupiter/client.ts': leaf,
    },
  },
  simple('adapters', 'lib/adapters/helius/client.ts', 'lib/services/orders/buy'),
  {
    rule: 'adapters-stay-apart',
    from: 'lib/adapters/helius/quote.ts',
    files: {
      'lib/adapters/helius/quote.ts': uses('../jupiter/client'),
      'lib/adapters/jupiter/client.ts': leaf,
    },
  },
  simple('db', 'lib/db/orders.ts', 'lib/services/orders/buy'),
  simple('schema', 'drizzle/schema/orders.ts', 'lib/services/orders/buy'),
  simple('queue', 'lib/queue/catalogue.ts', 'lib/services/orders/buy'),
  simple('http', 'lib/http/route.ts', 'lib/services/orders/buy'),
  simple('contracts', 'lib/contracts/orders.ts', 'lib/db/client'),
  simple('ports', 'lib/ports/signer.ts', 'lib/contracts/tokens'),
  simple('config', 'lib/config/web.ts', 'lib/db/client'),
  simple('observability', 'lib/observability/logger.ts', 'lib/db/client'),
  {
    rule: 'domain-is-pure',
    from: 'lib/domain/orders/clock.ts',
    files: {
      'lib/domain/orders/clock.ts': "import os from 'node:os'\n\nexport const host = os.hostname()\n",
    },
  },
  {
    rule: 'domain-is-pure',
    from: 'lib/domain/orders/kind.ts',
    files: {
      'lib/domain/orders/kind.ts':
        "import type { Row } from '../../db/row'\n\nexport type Kind = Row['kind']\n",
      'lib/db/row.ts': 'export type Row = { kind: string }\n',
    },
  },
  {
    rule: 'decimals-through-money',
    from: 'lib/services/orders/price.ts',
    files: {
      'lib/services/orders/price.ts':
        "import { Decimal } from 'decimal.js'\n\nexport const one = new Decimal(1)\n",
    },
  },
  {
    rule: 'errors-stand-alone',
    from: 'lib/errors.ts',
    files: { 'lib/errors.ts': uses('@/lib/contracts/tokens') },
  },
  simple('sandbox', 'sandbox/main.ts', 'lib/domain/money/units'),
  simple('e2e', 'e2e/trade.spec.ts', 'lib/contracts/tokens'),
  {
    rule: 'browser-code',
    from: 'app/_components/button.tsx',
    files: {
      'app/_components/button.tsx': `'use client'\n${uses('./label')}`,
      'app/_components/label.ts': uses('@/lib/composition/label'),
      'lib/composition/label.ts': leaf,
    },
  },
  {
    rule: 'production-without-tests',
    from: 'lib/queue/enqueue.ts',
    files: { 'lib/queue/enqueue.ts': uses('./enqueue.fixture'), 'lib/queue/enqueue.fixture.ts': leaf },
  },
  {
    rule: 'no-cycles',
    from: 'lib/http/one.ts',
    files: {
      'lib/http/one.ts': "import { two } from './two'\n\nexport const one = () => two\n",
      'lib/http/two.ts': "import { one } from './one'\n\nexport const two = () => one\n",
    },
  },
  { rule: 'resolvable', from: 'lib/http/lost.ts', files: { 'lib/http/lost.ts': uses('./nowhere') } },
]
