import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** PostgreSQL refuses to run as root. A way turns a command into one that runs as somebody else. */
export interface RunAs {
  name: 'plain' | 'user namespace' | 'nobody with capabilities' | 'nobody'
  /** Owner the data folder must have, or null when it already belongs to the right user. */
  owner: { uid: number; gid: number } | null
  wrap(
    command: string,
    args: readonly string[],
  ): { command: string; args: string[]; uid?: number; gid?: number }
}

const NOBODY = { uid: 65534, gid: 65534 }

const succeeds = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/**
 * 1. an ordinary user: directly;
 * 2. root where user namespaces are allowed: mapped to uid 1000, which needs no account and works below a private home;
 * 3. root in a container: as nobody, keeping the one capability that lets it pass folders it may not enter;
 * 4. root without that either: as plain nobody, and the folders must be open to it.
 */
export function chooseRunAs(uid = process.getuid?.() ?? -1): RunAs {
  if (uid !== 0)
    return { name: 'plain', owner: null, wrap: (command, args) => ({ command, args: [...args] }) }

  const namespace = ['--user', '--map-user=1000', '--map-group=1000']
  if (succeeds('unshare', [...namespace, 'true']))
    return {
      name: 'user namespace',
      owner: { uid: 0, gid: 0 },
      wrap: (command, args) => ({ command: 'unshare', args: [...namespace, command, ...args] }),
    }

  const capable = [
    `--reuid=${NOBODY.uid}`,
    `--regid=${NOBODY.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ]
  if (succeeds('setpriv', [...capable, 'true']))
    return {
      name: 'nobody with capabilities',
      owner: NOBODY,
      wrap: (command, args) => ({ command: 'setpriv', args: [...capable, command, ...args] }),
    }

  return { name: 'nobody', owner: NOBODY, wrap: (command, args) => ({ command, args: [...args], ...NOBODY }) }
}

/**
 * Makes a program end when this process dies, however it dies. Linux only; elsewhere the next start cleans up.
 */
export function endWithParent(
  signal: 'INT' | 'TERM',
  command: string,
  args: readonly string[],
): { command: string; args: string[] } {
  if (!hasParentDeathSignal()) return { command, args: [...args] }
  return { command: 'setpriv', args: ['--pdeathsig', signal, command, ...args] }
}

let parentDeathSignal: boolean | undefined

function hasParentDeathSignal(): boolean {
  return (parentDeathSignal ??=
    process.platform === 'linux' && succeeds('setpriv', ['--pdeathsig', 'TERM', 'true']))
}

/** Gives a folder to another user, where an earlier start ran under a different way. */
export function giveFolderTo(folder: string, owner: { uid: number; gid: number } | null): void {
  if (!owner || fs.statSync(folder).uid === owner.uid) return
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    fs.lchownSync(path.join(entry.parentPath, entry.name), owner.uid, owner.gid)
  fs.chownSync(folder, owner.uid, owner.gid)
}
