import { z } from 'zod'

/**
 * Every job there is: its queue, payload and how it runs. Payloads carry ids only; Postgres is the
 * truth, so a lost or repeated job changes nothing. The worker must hand in a handler for each name.
 */
export const jobs = {
  'execute-order': {
    queue: 'trading',
    payload: z.object({ orderId: z.uuid() }),
    /** One job an order at a time: BullMQ ignores a second add under the same id. */
    jobId: (payload: { orderId: string }) => payload.orderId,
    concurrency: 200,
    /** The order's own state machine retries; the sweep brings back what a crash left behind. */
    attempts: 1,
  },
  'run-wallet-operation': {
    queue: 'trading',
    payload: z.object({ operationId: z.uuid() }),
    jobId: (payload: { operationId: string }) => payload.operationId,
    concurrency: 200,
    attempts: 1,
  },
} as const satisfies Record<string, JobDefinition>

type JobDefinition = {
  queue: string
  payload: z.ZodType
  jobId: (payload: never) => string
  concurrency: number
  attempts: number
}

export type JobName = keyof typeof jobs
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]['payload']>

/** Lower goes first. */
export const jobPriority = { exit: 1, entry: 10 } as const
export type JobPriority = keyof typeof jobPriority
