import { runChecks, type CheckHealthDeps } from './check-health'

export type Readiness = { canTrade: boolean; canExit: boolean; reasons: string[] }

/** Whether an entry would be carried out now, whether an exit would, and what stands in the way. */
export const checkReadiness = async (
  deps: Pick<CheckHealthDeps, 'checks' | 'timeoutMs'>,
): Promise<Readiness> => {
  const { database, redis, rpc, accountStream, worker, reconciled } = await runChecks(deps)
  const reasons = [
    ...(database ? [] : ['The database does not answer: nothing can be recorded, so nothing is traded.']),
    ...(rpc ? [] : ['No RPC provider answers: nothing can be sent to the chain.']),
    ...(redis
      ? worker
        ? []
        : ['No worker has reported for 15 seconds: orders wait until one is back.']
      : ['Redis does not answer: no new entries; exits are claimed straight from the database.']),
    // A worker that is gone reads no stream either.
    ...(accountStream || !redis || !worker
      ? []
      : [
          'The price stream has delivered nothing for 5 seconds: stops go on with prices polled from the nodes.',
        ]),
    ...(reconciled || !database
      ? []
      : [
          'Still comparing the books with the chain after a start: no new entries until they agree; exits go on.',
        ]),
  ]
  // Without Redis the worker cannot be seen, but it works on exits from Postgres alone.
  const canExit = database && rpc && (worker || !redis)
  return { canTrade: canExit && redis && accountStream && reconciled, canExit, reasons }
}
