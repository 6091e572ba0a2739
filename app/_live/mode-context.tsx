'use client'
import { createContext, type ReactNode, use } from 'react'
import type { Mode } from '@/lib/contracts/health'

const ModeContext = createContext<Mode>('sandbox')

export const ModeProvider = ({ mode, children }: { mode: Mode; children: ReactNode }) => (
  <ModeContext value={mode}>{children}</ModeContext>
)

export const useMode = (): Mode => use(ModeContext)
