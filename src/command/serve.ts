import { refuseProxyEnvironment } from '../forward/proxy-environment.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { loadFiles } from './load.ts'
import { runProxy } from './run-proxy.ts'

/**
 * `cordon serve --config FILE`: the proxy, until SIGTERM or SIGINT; SIGHUP reads configuration and policy again. Everything
 * is checked before the first port opens. There is no switch for stand-ins here.
 */
export async function serve(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: { config: { type: 'string' } } })
  const file = values.config
  if (file === undefined) throw new UsageError('serve needs --config FILE')
  const risks = refuseProxyEnvironment(io.env)
  if (risks.length > 0) throw new Error(`the environment opens other ways out; unset them first:\n${risks.join('\n')}`)
  const { warnings, ...loaded } = await loadFiles(file, io)
  const { log, stop } = await runProxy({ loaded, warnings, reload: () => loadFiles(file, io) }, io)
  const signal = await io.stopped
  log.info('stopping', { signal })
  await stop()
  log.info('stopped')
  return 0
}
