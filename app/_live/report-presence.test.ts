import { beforeEach, expect, it, vi } from 'vitest'
import { type PageVisibility, reportPresence } from './report-presence'

const pageOf = (visibilityState: DocumentVisibilityState) => {
  const listeners = new Set<() => void>()
  const page = {
    visibilityState,
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  }
  const show = (state: DocumentVisibilityState) => {
    page.visibilityState = state
    for (const listener of listeners) listener()
  }
  return { page: page as unknown as PageVisibility, show }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000)

it('says so at once and every 15 s, while the page is visible', async () => {
  const say = vi.fn(async () => {})
  const { page, show } = pageOf('visible')
  const stop = reportPresence(page, say)
  expect(say).toHaveBeenCalledTimes(1)
  await pass(31)
  expect(say).toHaveBeenCalledTimes(3)
  show('hidden')
  await pass(600)
  expect(say).toHaveBeenCalledTimes(3)
  show('visible')
  expect(say).toHaveBeenCalledTimes(4)
  await pass(16)
  expect(say).toHaveBeenCalledTimes(5)
  stop()
  show('visible')
  await pass(60)
  expect(say).toHaveBeenCalledTimes(5)
})

it('says nothing of a page opened in the background until it is looked at', async () => {
  const say = vi.fn(async () => {})
  const { page, show } = pageOf('hidden')
  reportPresence(page, say)
  await pass(60)
  expect(say).not.toHaveBeenCalled()
  show('visible')
  expect(say).toHaveBeenCalledTimes(1)
})

it('tries again soon where it was not heard, as on a phone that has just woken up', async () => {
  const say = vi.fn(async () => {})
  say.mockRejectedValueOnce(new Error('no network')).mockRejectedValueOnce(new Error('no network'))
  reportPresence(pageOf('visible').page, say)
  await pass(5)
  expect(say).toHaveBeenCalledTimes(3)
  await pass(14)
  expect(say).toHaveBeenCalledTimes(4)
})

it('says it once a time, however often the page comes and goes', async () => {
  const say = vi.fn(async () => {})
  const { page, show } = pageOf('visible')
  reportPresence(page, say)
  for (let count = 0; count < 5; count += 1) {
    show('hidden')
    show('visible')
  }
  say.mockClear()
  await pass(16)
  expect(say).toHaveBeenCalledTimes(1)
})
