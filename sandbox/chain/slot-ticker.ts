/** Calls `tick` every `slotMs`; after a blocked event loop it goes on from there instead of catching up. */
export function startTicker(slotMs: number, tick: () => void): () => void {
  let due = performance.now() + slotMs
  let timer = setTimeout(run, slotMs)
  function run() {
    tick()
    due = Math.max(due + slotMs, performance.now())
    timer = setTimeout(run, due - performance.now())
  }
  return () => clearTimeout(timer)
}
