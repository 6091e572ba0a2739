import { createRequire } from 'node:module'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

// The very axe that the builder brings along.
const near = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
const { source } = near('axe-core') as { source: string }

/** Runs in the page: what fades in or changes its colours on the way has contrasts that nobody sees for long. */
const settle = (): Promise<unknown> =>
  Promise.all(
    document
      .getAnimations()
      .filter(
        ({ playState, effect }) =>
          playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
      )
      .map(({ finished }) => finished.catch(() => undefined)),
  )

/**
 * The builder's usual way brings axe (half a megabyte) into the page anew each time and goes by a second, empty page that
 * puts the answers of frames together: three times as long. Our pages have no frames, so axe runs in the page alone.
 */
export const violations = async (page: Page): Promise<string[]> => {
  expect(page.frames()).toHaveLength(1)
  await page.evaluate(settle)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const results = await new AxeBuilder({ page, axeSource: ';' })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
}
