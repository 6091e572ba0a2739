/**
 * Calls `stop` when whoever started this process is gone. Two cases: npm passes SIGTERM on to the shell between it
 * and us, which dies of it without telling us; and a process that holds our IPC channel is killed.
 */
export function whenParentDies(stop: () => void): void {
  if (process.channel) {
    process.channel.unref()
    process.once('disconnect', stop)
  }
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}
