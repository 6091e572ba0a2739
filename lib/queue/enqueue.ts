import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { type JobName, jobPriority, type JobPayload, type JobPriority, jobs } from './jobs'

export type Enqueue = <N extends JobName>(
  name: N,
  payload: JobPayload<N>,
  priority: JobPriority,
) => Promise<void>

export type JobQueues = { enqueue: Enqueue; close: () => Promise<void> }

/** `connection` fails fast (no offline queue): delivery may fail, the sweep of the database repairs it. */
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
      await queueOf(job.queue).add(name, parsed, {
        jobId: job.jobId(parsed),
        priority: jobPriority[priority],
        attempts: job.attempts,
        removeOnComplete: true,
        removeOnFail: true,
      })
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}
