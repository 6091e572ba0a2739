import type { Cleanup } from './cleanup'
import type { Tally } from './tally'

export interface StageContext {
  root: string
  env: NodeJS.ProcessEnv
  /** Given behind the stage's name: `npm test -- unit lib/domain` runs only matching files. */
  filters: readonly string[]
  cleanup: Cleanup
  say: (line: string) => void
}

export interface Stage {
  name: 'static' | 'unit' | 'integration' | 'e2e'
  run(context: StageContext): Promise<Tally>
}
