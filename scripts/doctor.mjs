// Looks and repairs nothing. The parts that need TypeScript run only where the dependencies are installed.
import { checkNodeVersion, dependencyState, root } from './install.mjs'

process.chdir(root)
let faults = 0

function tell(ok, name, remark, fix) {
  console.log(`${ok ? '✔' : '✖'} ${name.padEnd(14)} ${remark}`)
  if (ok) return
  faults += 1
  console.log(`  What to do: ${fix}`)
}

try {
  checkNodeVersion()
  tell(true, 'Node', process.versions.node)
} catch (error) {
  tell(false, 'Node', process.versions.node, error.message.split('What to do: ')[1])
}

const state = dependencyState()
tell(
  state === 'ok',
  'Dependencies',
  state === 'ok' ? 'installed, as package-lock.json says' : state,
  '`npm start` installs them; or `npm install`',
)

if (state === 'ok') {
  const { register } = await import('tsx/esm/api')
  register()
  const { runChecks } = await import('./doctor/main.ts')
  for (const { ok, name, remark, fix } of await runChecks(root)) tell(ok, name, remark, fix)
}
console.log(
  faults === 0
    ? '\nEverything is fine'
    : `\n${faults} ${faults === 1 ? 'thing needs' : 'things need'} attention`,
)
process.exit(faults === 0 ? 0 : 1)
