import { usePathname } from 'next/navigation'
import { useCallback } from 'react'

/** The token in the address bar; changing it keeps the page, so nothing reloads. */
export const useChosenMint = (initialMint: string | null) => {
  const inPath = usePathname().split('/')[2]
  const choose = useCallback((mint: string) => window.history.pushState(null, '', `/trade/${mint}`), [])
  return { mint: inPath ?? initialMint, choose }
}
