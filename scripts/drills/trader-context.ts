import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/services/context'
import type { Trader } from './trading-world'

/** What a request of this user brings along. */
export const contextOf = (userId: number): Context => ({
  ...{ actor: { kind: 'user', id: String(userId) }, userId },
  ...{ now: () => new Date(), newId: randomUUID },
})

export const ctxOf = ({ user }: Trader): Context => contextOf(user.userId)

export const noLive = { publish: () => {} }
