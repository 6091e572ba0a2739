// Shared entry of start, test and doctor: install, then load TypeScript through tsx in this same process, so
// that the pid somebody signals is the pid that cleans up.
import { InstallError, ensureDependencies, root } from './install.mjs'

/** Runs the exported `run(context)` of a TypeScript file below scripts/. */
export async function handOver(file, argv = process.argv.slice(2)) {
  process.chdir(root)
  try {
    const installSeconds = await ensureDependencies()
    const { register } = await import('tsx/esm/api')
    register()
    const { run } = await import(new URL(file, import.meta.url).href)
    await run({ root, argv, installSeconds })
  } catch (error) {
    console.error(error instanceof InstallError ? `\n✖ ${error.message}\n` : error)
    process.exit(1)
  }
}
