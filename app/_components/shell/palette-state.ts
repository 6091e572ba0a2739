import { createStore } from '@/app/_live/external-store'

export const paletteOpen = createStore(false)
export const openPalette = (): void => paletteOpen.set(true)
