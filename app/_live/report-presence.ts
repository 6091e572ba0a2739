/** Twice within the time after which the server counts a trader as gone (`isPresent`). */
const EVERY_MS = 15_000
/** A phone that wakes has its page back before its network. */
const AGAIN_MS = 2_000

/** What a browser's document offers, as far as it is used here. */
export type PageVisibility = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>

/**
 * Says that somebody is there while the page can be seen, and at the very moment it is seen again; a page in the
 * background, or on a phone whose screen is off, says nothing. Answers how to stop.
 */
export const reportPresence = (page: PageVisibility, say: () => Promise<void>): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const tell = async (): Promise<void> => {
    clearTimeout(timer)
    if (stopped || page.visibilityState !== 'visible') return
    const said = await say().then(
      () => true,
      () => false,
    )
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void tell(), said ? EVERY_MS : AGAIN_MS)
  }
  const onChange = () => void tell()
  void tell()
  page.addEventListener('visibilitychange', onChange)
  return () => {
    stopped = true
    clearTimeout(timer)
    page.removeEventListener('visibilitychange', onChange)
  }
}
