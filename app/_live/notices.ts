import { createStore } from './external-store'

export type Notice = {
  id: string
  tone: 'exit' | 'info' | 'warn' | 'crit'
  title: string
  /** A signed dollar figure that belongs to the title. */
  pnlUsd?: string | null
  detail: string
}

export const notices = createStore<readonly Notice[]>([])
/** What a screen reader is told next: fills, denials, exits, states. Never prices. */
export const announcement = createStore('')

const AT_ONCE = 4

export const notify = (notice: Notice): void => {
  const others = notices.get().filter((other) => other.id !== notice.id)
  notices.set([...others, notice].slice(-AT_ONCE))
}

export const dismiss = (id: string): void => notices.set(notices.get().filter((notice) => notice.id !== id))

export const announce = (text: string): void => announcement.set(text)
