/**
 * One run of `check` for all who ask at the same time, its answer good for `freshMs`. A run that hangs
 * is shared too, so that asking again and again does not use up connections, until `abandonMs`.
 */
export const sharedCheck = (
  check: () => Promise<boolean>,
  options: { freshMs: number; abandonMs: number; now: () => number },
): (() => Promise<boolean>) => {
  let begun = -Infinity
  let settled = true
  let running: Promise<boolean> = Promise.resolve(false)

  return () => {
    const age = options.now() - begun
    if (age < (settled ? options.freshMs : options.abandonMs)) return running
    const mine = check()
    begun = options.now()
    settled = false
    running = mine
    const settle = () => {
      if (running === mine) settled = true
    }
    mine.then(settle, settle)
    return running
  }
}
