/**
 * Milliseconds that the processor has worked for this thread; any origin. What a machine does for others meanwhile does not
 * count, so that the same prompt is found too long on a busy machine as on an idle one. It may go on in steps of some
 * milliseconds, and stands still while the thread waits.
 */
export function workedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
