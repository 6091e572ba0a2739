// Preloaded into web, worker and sandbox. The channel to the launcher closes when the launcher dies, however it
// dies; then this process must not live on alone.
if (process.channel) {
  process.channel.unref()
  // Writing to the dead launcher's pipe must not end the orderly stop half-way.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 12_000).unref()
  })
}
