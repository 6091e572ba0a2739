import { UnrecoverableError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { errorMessage } from '@/lib/errors'
import { type JobName, type JobPayload, jobs } from '@/lib/queue/jobs'

export type JobHandlers = { [N in JobName]: (payload: JobPayload<N>) => Promise<void> }

type Logger = { info(fields: object, message: string): void; error(fields: object, message: string): void }

/** One consumer per queue; payloads are parsed again here, and a job without a handler does not compile. */
export const startJobWorkers = (connection: Redis, handlers: JobHandlers, logger: Logger) => {
  const queues = [...new Set(Object.values(jobs).map((job) => job.queue))]
  const workers = queues.map((queue) => {
    const concurrency = Math.max(
      ...Object.values(jobs).map((job) => (job.queue === queue ? job.concurrency : 1)),
    )
    const worker = new Worker(
      queue,
      async (job) => {
        const name = job.name as JobName
        const parsed = jobs[name]?.payload.safeParse(job.data)
        if (!parsed?.success) throw new UnrecoverableError(`unknown job or payload: ${job.name}`)
        await (handlers[name] as (payload: unknown) => Promise<void>)(parsed.data)
      },
      { connection, concurrency },
    )
    worker.on('error', (error) => logger.error({ queue, error: errorMessage(error) }, 'queue connection'))
    worker.on('failed', (job, error) =>
      logger.error({ queue, job: job?.name, error: errorMessage(error) }, 'job failed'),
    )
    return worker
  })
  return {
    /** Takes no more jobs; those running are left to the caller, whose truth is the database. */
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close(true)))
    },
  }
}
