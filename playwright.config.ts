import { defineConfig } from '@playwright/test'
import { findBrowser } from './e2e/browser'

const { launch } = await findBrowser()

/** Runs against the instance at E2E_BASE_URL; `npm test` starts one of its own for it. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // One instance, one market, one demo account: the specs take turns. Two cores have little left for a second browser.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  outputDir: 'test-results',
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    baseURL: process.env.E2E_BASE_URL || 'http://127.0.0.1:3000',
    launchOptions: launch,
    // Where the machine's own is odd ("en-US@posix"), the charts refuse it.
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    // Without the film of every page, over a quarter of the browser's work; what failed is still pictured.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
})
