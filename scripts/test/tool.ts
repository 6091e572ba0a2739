import { type Exit, type RunningServer, startServer } from '../embedded/server-process'
import type { Cleanup } from './cleanup'

export interface Tool {
  name: string
  /** Arguments of node: the tool's own file first. */
  args: readonly string[]
  env: NodeJS.ProcessEnv
  cwd: string
  /** Absent: the output is kept and returned only. */
  onLine?: (line: string) => void
}

export interface ToolResult extends Exit {
  output: string[]
}

/** Runs one tool to its end; a stop of the test run ends it and whatever it started. */
export async function runTool(tool: Tool, cleanup: Cleanup): Promise<ToolResult> {
  const output: string[] = []
  const running: RunningServer = await startServer({
    name: tool.name,
    command: process.execPath,
    args: tool.args,
    options: { cwd: tool.cwd, env: tool.env },
    onLine: (line) => {
      output.push(line)
      tool.onLine?.(line)
    },
  })
  const release = cleanup.add(() => running.stop(3000))
  const exit = await running.exited
  // The last lines may still be in the pipe.
  await new Promise((resolve) => setTimeout(resolve, 30))
  release()
  return { ...exit, output }
}
