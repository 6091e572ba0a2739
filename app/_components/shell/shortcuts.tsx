'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { paletteOpen } from './palette-state'
import { PAGES } from './pages'

const FOLLOW_MS = 1_000

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Ctrl K finds, G then a letter goes. No single key moves money. */
export const Shortcuts = () => {
  const router = useRouter()
  useEffect(() => {
    let prefixAt = 0
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        paletteOpen.set(!paletteOpen.get())
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role=dialog]')) return
      if (event.key === '/') {
        event.preventDefault()
        paletteOpen.set(true)
        return
      }
      const page = PAGES.find(({ key }) => key === event.key.toUpperCase())
      if (page && event.timeStamp - prefixAt < FOLLOW_MS) router.push(page.path)
      prefixAt = event.key.toLowerCase() === 'g' ? event.timeStamp : 0
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router])
  return null
}
