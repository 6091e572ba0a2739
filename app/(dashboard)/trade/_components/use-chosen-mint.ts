import { usePathname } from 'next/navigation'
import { useCallback, useState } from 'react'

/**
 * The token in the address bar. Choosing one changes the page at once and the address with it, without
 * loading anything anew; the browser's back button is followed.
 */
export const useChosenMint = (initialMint: string | null) => {
  const inPath = usePathname().split('/')[2] ?? null
  const [chosen, setChosen] = useState({ mint: inPath ?? initialMint, path: inPath })
  // The address follows a choice a moment later; only a change that is not its echo is news.
  if (inPath !== chosen.path) {
    setChosen({ mint: inPath ?? chosen.mint ?? initialMint, path: inPath })
  }
  const choose = useCallback((mint: string) => {
    setChosen((now) => ({ ...now, mint }))
    window.history.pushState(null, '', `/trade/${mint}`)
  }, [])
  return { mint: chosen.mint, choose }
}
