import { refuseProxyEnvironment } from '../forward/proxy-environment.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import type { LoadedFiles } from './load.ts'
import { runProxy } from './run-proxy.ts'
import { loadTested } from './start-checks.ts'
import { watchFiles } from './watch.ts'

/**
 * `cordon serve --config FILE`: the proxy, until SIGTERM or SIGINT. Configuration, policy and certificates are read again on SIGHUP and when one
 * of the files changes. Everything is checked before the first port opens, and a policy must pass its own tests. There is no switch
 * for stand-ins here.
 */
export async function serve(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: { config: { type: 'string' } } })
  const file = values.config
  if (file === undefined) throw new UsageError('serve needs --config FILE')
  const risks = refuseProxyEnvironment(io.env)
  if (risks.length > 0) throw new Error(`the environment opens other ways out; unset them first:\n${risks.join('\n')}`)
  const { warnings, ...loaded } = await loadTested(file, io)
  let files = watchedOf(loaded)
  const reload = async () => {
    const next = await loadTested(file, io)
    files = watchedOf(next)
    return next
  }
  const { app, log, stop } = await runProxy({ loaded, warnings, reload }, io)
  const watch = watchFiles({ files: () => [file, ...files], changed: () => void app.reload(), everyMs: LOOK_EVERY })
  const signal = await io.stopped
  watch.stop()
  log.info('stopping', { signal })
  await stop()
  log.info('stopped')
  return 0
}

/** Files that may change while Cordon runs, besides the configuration. */
function watchedOf({ config: { policies, server } }: Pick<LoadedFiles, 'config'>): readonly string[] {
  const shown = [server.tls, server.adminTls].filter((tls) => tls !== null)
  return [policies, ...shown.flatMap(({ cert, key }) => [cert, key])]
}

/** Milliseconds between two looks at the files; a change is taken up at the look after the one that saw it. */
const LOOK_EVERY = 1_000
