/** A failure written for people: what failed, what to do, and (optional) the last lines of the program that failed. */
export class StepFailure extends Error {
  constructor(
    readonly what: string,
    readonly fix: string,
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(what, options)
    this.name = 'StepFailure'
  }
}

/** One readable block for the console. Unexpected errors keep their stack, because somebody has to find them. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof StepFailure)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `\n✖ Unexpected error\n${indent(text)}\n`
  }
  const details = error.details.length > 0 ? `\n${error.details.map((line) => `  | ${line}`).join('\n')}` : ''
  return `\n✖ ${error.what}${details}\n  What to do: ${indent(error.fix).trimStart()}\n`
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
