import type { z } from 'zod'

export type Environment = Record<string, string | undefined>
export type Fault = { name: string; message: string }

/** What is wrong with the environment, one line a fault, each naming its variable and the way out. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(processName: string, faults: readonly string[]) {
    super(`JARVIS ${processName} cannot start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** An empty variable means the same as an unset one: that is what `FOO=` in an .env file is for. */
const withoutBlanks = (env: Environment): Environment =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )

const lineOf = ({ name, message }: Fault): string => `${name} ${message}`

/**
 * Throws ConfigError with every fault at once. `guards` judge what no single variable shows, on the
 * raw values, so that they speak up even where another variable is wrong.
 */
export const parseEnvironment = <T extends z.ZodType>(
  processName: string,
  schema: T,
  env: Environment,
  guards: (env: Environment) => Fault[] = () => [],
): z.infer<T> => {
  const given = withoutBlanks(env)
  const parsed = schema.safeParse(given, {
    error: (issue) => (issue.input === undefined ? 'is not set' : undefined),
  })
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ name: path.join('.'), message })),
    ...guards(given),
  ]
  if (faults.length > 0 || !parsed.success) throw new ConfigError(processName, faults.map(lineOf))
  return parsed.data
}
