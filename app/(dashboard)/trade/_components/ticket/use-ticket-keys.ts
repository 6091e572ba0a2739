import { useEffect, useRef } from 'react'

const isBusyElsewhere = (target: EventTarget | null): boolean =>
  (target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) ||
  document.querySelector('[role=dialog]') !== null

/** B goes to the amount, 1 to 5 choose a preset. Neither buys. */
export const useTicketKeys = (keys: {
  amounts: readonly string[]
  focus: () => void
  preset: (amount: string) => void
}): void => {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusyElsewhere(event.target)) return
      const preset = latest.current.amounts[Number(event.key) - 1]
      if (preset) latest.current.preset(preset)
      if (event.key.toLowerCase() !== 'b') return
      event.preventDefault()
      latest.current.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
