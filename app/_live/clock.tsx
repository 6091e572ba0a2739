'use client'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'

const ClockContext = createContext(0)

/** One tick a second for every age on the page. Starts at the server's time, so both renders agree. */
export const ClockProvider = ({ renderedAt, children }: { renderedAt: number; children: ReactNode }) => {
  const [now, setNow] = useState(renderedAt)
  useEffect(() => {
    const tick = () => setNow(Date.now())
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [])
  return <ClockContext value={now}>{children}</ClockContext>
}

/** Unix ms, advancing once a second. */
export const useNow = (): number => use(ClockContext)
