import { createHash } from 'node:crypto'
import type { Ratelimit } from '@upstash/ratelimit'
import type { Redis } from 'ioredis'

type UpstashRedis = ConstructorParameters<typeof Ratelimit>[0]['redis']
type Script = { body: string; sha: string }

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')

const argument = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What @upstash/ratelimit calls of Upstash's REST client, on a real Redis. Its scripts begin with a
 * shebang flag that only Upstash's server knows, so the line is removed and the digest is ours.
 */
export const upstashRedisOn = (redis: Redis): UpstashRedis => {
  const scripts = new Map<string, Script>()

  const run = async (script: Script, keys: string[], args: unknown[]): Promise<unknown> => {
    const rest = [...keys, ...args.map(argument)]
    try {
      return await redis.evalsha(script.sha, keys.length, ...rest)
    } catch (error) {
      if (!String(error).includes('NOSCRIPT')) throw error
      return redis.eval(script.body, keys.length, ...rest)
    }
  }

  const adapter = {
    evalsha: (sha: string, keys: string[], args: unknown[]): Promise<unknown> => {
      const script = scripts.get(sha)
      return script ? run(script, keys, args) : Promise.reject(new Error('NOSCRIPT No matching script'))
    },
    eval: (source: string, keys: string[], args: unknown[]): Promise<unknown> => {
      const body = source.replace(/^#!lua[^\n]*\n/, '')
      const script = { body, sha: sha1(body) }
      scripts.set(sha1(source), script)
      return run(script, keys, args)
    },
    get: (key: string) => redis.get(key),
    del: (...keys: string[]) => redis.del(...keys),
  }
  return adapter as unknown as UpstashRedis
}
