import { z } from 'zod'

export const modes = ['sandbox', 'paper', 'live'] as const
export type Mode = (typeof modes)[number]

export const healthAnswer = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  mode: z.enum(modes),
  checks: z.object({
    database: z.boolean(),
    redis: z.boolean(),
    rpc: z.boolean(),
    geyser: z.boolean(),
  }),
})
export type HealthAnswer = z.infer<typeof healthAnswer>

export const readinessAnswer = z.object({
  canTrade: z.boolean(),
  canExit: z.boolean(),
  reasons: z.array(z.string()),
})
export type ReadinessView = z.infer<typeof readinessAnswer>
