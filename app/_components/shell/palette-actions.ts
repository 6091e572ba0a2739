import { Lock, LogOut, type LucideIcon, Pause, Play, Zap } from 'lucide-react'

/** `also`: other words it is found by. The page behind `path` asks before anything happens. */
export type PaletteAction = { path: string; name: string; also: string; icon: LucideIcon }

export const PALETTE_ACTIONS: readonly PaletteAction[] = [
  { path: '/risk?set=RUNNING', name: 'Resume trading', also: 'running start', icon: Play },
  { path: '/risk?set=NO_ENTRIES', name: 'Stop new entries', also: 'no_entries pause', icon: Pause },
  { path: '/risk?set=EXITS_ONLY', name: 'Exits only', also: 'exits_only stop', icon: LogOut },
  { path: '/risk?set=FROZEN', name: 'Freeze', also: 'frozen sign nothing', icon: Lock },
  { path: '/risk?set=FLATTENING', name: 'Kill switch', also: 'flatten sell everything all', icon: Zap },
]
