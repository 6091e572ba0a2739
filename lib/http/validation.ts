import type { z } from 'zod'
import { AppError } from '@/lib/errors'

export type FieldError = { field: string; message: string }

/** Of the shapes a body may have, the one it comes closest to. */
const closest = (branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined =>
  branches
    .filter((issues) => issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'))
    .toSorted((a, b) => weightOf(a) - weightOf(b))[0]

const weightOf = (issues: readonly z.core.$ZodIssue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)

const toFieldErrors = (issue: z.core.$ZodIssue): FieldError[] => {
  const path = issue.path.map(String)
  const branch = issue.code === 'invalid_union' && path.length === 0 ? closest(issue.errors) : undefined
  if (branch) return branch.flatMap(toFieldErrors)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      message: 'is not a field of this request',
    }))
  return [{ field: path.join('.') || 'body', message: issue.message }]
}

const explain: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined) return 'is required'
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type')
    return `must be ${issue.expected === 'int' ? 'a whole number' : withArticle(issue.expected)}`
  return undefined
}

const withArticle = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

/** PostgreSQL keeps every character but this one, so it is refused before anything asks the database. */
const withNul = (value: unknown, path: string): FieldError[] => {
  if (typeof value === 'string')
    return value.includes('\0')
      ? [{ field: path || 'body', message: 'must not contain the character U+0000' }]
      : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => withNul(member, path ? `${path}.${name}` : name))
}

/** Throws AppError `validation` with `errors: [{ field, message }]`, one for each thing that is wrong. */
export const parseInput = <T extends z.ZodType>(schema: T, input: unknown): z.output<T> => {
  const parsed = schema.safeParse(input, { error: explain })
  const errors = parsed.success ? withNul(parsed.data, '') : parsed.error.issues.flatMap(toFieldErrors)
  if (parsed.success && errors.length === 0) return parsed.data
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ')
  throw new AppError('validation', `${detail}.`, { extra: { errors } })
}

/** Query parameters as an object; one that is repeated is refused rather than half ignored. */
export const queryObject = (params: URLSearchParams): Record<string, string> => {
  const entries = new Map<string, string>()
  for (const [name, value] of params) {
    if (entries.has(name))
      throw new AppError('validation', `${name} is given more than once.`, {
        extra: { errors: [{ field: name, message: 'is given more than once' }] },
      })
    entries.set(name, value)
  }
  return Object.fromEntries(entries)
}
