import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { type JobName, jobPriority, type JobPayload, type JobPriority, jobs } from './jobs'

export type Enqueue = <N extends JobName>(
  name: N,
  payload: JobPayload<N>,
  priority: JobPriority,
) => Promise<void>

export type QueueCount = { name: string; waiting: number; active: number; delayed: number }

export type JobQueues = {
  enqueue: Enqueue
  /** What lies in each queue; rejects while Redis is not connected. */
  counts: () => Promise<QueueCount[]>
  close: () => Promise<void>
}

/** A trader waits for this, and the sweep of the database brings the order within a second anyway. */
const ENQUEUE_LIMIT_MS = 1_000

/**
 * `connection` fails fast (no offline queue): delivery may fail, the sweep of the database repairs it. BullMQ
 * itself would wait for ever for a first connection.
 */
export const createJobQueues = (connection: Redis, onError: (error: Error) => void): JobQueues => {
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    let queue = queues.get(name)
    if (!queue) {
      queue = new Queue(name, { connection })
      queue.on('error', onError)
      queues.set(name, queue)
    }
    return queue
  }
  return {
    enqueue: async (name, payload, priority) => {
      const job = jobs[name]
      const parsed = job.payload.parse(payload)
      if (connection.status !== 'ready') throw new Error(`Redis is not connected (${connection.status})`)
      const added = queueOf(job.queue).add(name, parsed, {
        jobId: (job.jobId as (payload: unknown) => string)(parsed),
        priority: jobPriority[priority],
        attempts: job.attempts,
        removeOnComplete: true,
        removeOnFail: true,
      })
      await orTooLate(added)
    },
    counts: async () => {
      if (connection.status !== 'ready') throw new Error(`Redis is not connected (${connection.status})`)
      const names = [...new Set(Object.values(jobs).map(({ queue }) => queue))]
      return Promise.all(names.map((name) => countOf(name, queueOf(name))))
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}

const countOf = async (name: string, queue: Queue): Promise<QueueCount> => {
  const counts = await queue.getJobCounts('wait', 'prioritized', 'active', 'delayed')
  const of = (state: string): number => counts[state] ?? 0
  return { name, waiting: of('wait') + of('prioritized'), active: of('active'), delayed: of('delayed') }
}

const orTooLate = async (added: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not take the job in time')), ENQUEUE_LIMIT_MS)
  })
  added.catch(() => {})
  await Promise.race([added, limit]).finally(() => clearTimeout(timer))
}
