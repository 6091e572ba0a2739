import { expect } from '@playwright/test'
import { sandbox } from './sandbox'
import { shootEverywhere, test } from './session'

test.beforeEach(() => sandbox.clearFaults())
test.afterEach(() => sandbox.clearFaults())

test('says what failing nodes and a silent stream mean for the money', async ({ page, context, baseURL }) => {
  await page.goto('/health')
  const [exit, entry] = [
    page.getByRole('region', { name: 'Can exit' }),
    page.getByRole('region', { name: 'Can trade' }),
  ]
  await expect(exit).toContainText('Can exit Yes')
  await expect(entry).toContainText('Can trade Yes')

  await sandbox.fault({ target: 'helius', kind: 'down' })
  await sandbox.fault({ target: 'quicknode', kind: 'hang' })
  await sandbox.fault({ target: 'alchemy', kind: 'lag_slots', value: 60 })
  await sandbox.fault({ target: 'triton', kind: 'rate_limit', value: 20 })
  await expect(exit).toContainText('on one healthy node', { timeout: 30_000 })
  await expect(page.getByRole('table').first()).toContainText('Cannot be reached. Left out')

  await sandbox.fault({ target: 'geyser', kind: 'silent' })
  await expect(entry).toContainText('Can trade No', { timeout: 30_000 })
  await expect(exit).toContainText('guards your stops with polled prices')
  await shootEverywhere(context, page, 'health-failing', baseURL!)

  await sandbox.clearFaults()
  await expect(exit).toContainText('The worker looks at every position', { timeout: 60_000 })
  await expect(entry).toContainText('Can trade Yes')
})
