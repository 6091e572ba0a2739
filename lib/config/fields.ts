import { z } from 'zod'
import { modes } from '@/lib/contracts/health'

const urlWith = (protocols: readonly string[], example: string) =>
  z.string().refine(
    (text) => {
      if (!URL.canParse(text)) return false
      return protocols.includes(new URL(text).protocol)
    },
    { error: `must be a URL such as ${example}` },
  )

/** Without the trailing slash, so that paths can be appended. */
export const httpUrl = urlWith(['http:', 'https:'], 'https://api.example.com').transform((text) =>
  text.replace(/\/+$/, ''),
)
export const postgresUrl = urlWith(
  ['postgres:', 'postgresql:'],
  'postgres://user:password@127.0.0.1:5432/jarvis',
)
export const redisUrl = urlWith(['redis:', 'rediss:'], 'redis://127.0.0.1:6379')

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `must be between ${min} and ${max}` })

export const positiveNumber = (max: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number')
    .transform(Number)
    .refine((value) => value > 0 && value <= max, { error: `must be greater than 0 and at most ${max}` })

export const mode = z.enum(modes, { error: `must be one of ${modes.join(', ')}` }).default('sandbox')

export const authSecret = z.string().min(32, 'must have at least 32 characters')
