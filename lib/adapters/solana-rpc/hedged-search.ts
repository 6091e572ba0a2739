import type { Provider } from './provider'

/** `slot`: where no answer is final, the one of the newest slot counts; without it the last one. */
export type Found<T> = { answer: T; final: boolean; slot?: bigint }

export type SearchSteps<T> = {
  ask: (provider: Provider) => Promise<Found<T>>
  /** How long this node is waited for before the next one is asked as well. */
  patienceMs: (provider: Provider) => number
  /** Whether the next one may be asked although this one may still answer. */
  mayHedge: (next: Provider) => boolean
  /** The node lets us wait; ends with what is returned. */
  onOverdue: (provider: Provider) => () => void
  onAnswer: (provider: Provider, ms: number) => void
  onError: (provider: Provider, error: unknown) => void
  /** No other node is asked after such an error. Asked once of each. */
  isFatal: (error: unknown) => boolean
}

export type SearchEnd<T> = { found: Found<T> | null; errors: unknown[] }

/**
 * Asks one node after the other until an answer is final: the next at once when one fails or knows no final answer,
 * and beside it when one takes longer than it usually does, so that a node that hangs costs little more than
 * that. Rejects only with a fatal error.
 */
export const searchNodes = <T>(nodes: readonly Provider[], steps: SearchSteps<T>): Promise<SearchEnd<T>> =>
  new Promise((resolve, reject) => {
    const errors: unknown[] = []
    let best: Found<T> | null = null
    let [next, pending, done] = [0, 0, false]

    const askNext = (): void => {
      const provider = nodes[next]
      if (!provider) return end()
      next += 1
      pending += 1
      const startedAt = performance.now()
      const patience = watch(provider)
      steps
        .ask(provider)
        .then(
          (found) => {
            steps.onAnswer(provider, performance.now() - startedAt)
            if (found.final) return finish(found)
            best = newer(best, found)
          },
          (error: unknown) => {
            if (steps.isFatal(error)) return fail(error)
            steps.onError(provider, error)
            errors.push(error)
          },
        )
        .finally(() => {
          patience.end()
          pending -= 1
          if (!done) askNext()
        })
        .catch(fail)
    }

    const watch = (provider: Provider) => {
      let endOverdue: (() => void) | null = null
      const wait = () => setTimeout(lose, steps.patienceMs(provider))
      const lose = (): void => {
        endOverdue ??= steps.onOverdue(provider)
        const following = nodes[next]
        if (done || !following) return
        if (steps.mayHedge(following)) askNext()
        else timer = wait()
      }
      let timer = wait()
      return {
        end: () => {
          clearTimeout(timer)
          endOverdue?.()
        },
      }
    }

    const end = (): void => {
      if (pending > 0 || done) return
      done = true
      resolve({ found: best, errors })
    }
    const finish = (found: Found<T>): void => {
      if (done) return
      done = true
      resolve({ found, errors })
    }
    const fail = (error: unknown): void => {
      done = true
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    askNext()
  })

const newer = <T>(best: Found<T> | null, found: Found<T>): Found<T> =>
  best?.slot !== undefined && found.slot !== undefined && found.slot < best.slot ? best : found
