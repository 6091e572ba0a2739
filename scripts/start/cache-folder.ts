import path from 'node:path'

/** Shared by every data folder of this clone, so that tests do not fetch Redis again. npm leaves it alone. */
export function redisCacheFolder(root: string): string {
  return path.join(root, 'node_modules', '.cache', 'jarvis', 'redis')
}
