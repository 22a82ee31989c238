#!/usr/bin/env node
/** The process: arguments, environment, signals, exit code. */
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Half of a start is compiling. What is kept is code that will be run, so it stands beside our own, where whoever may write
// could change us anyway, and not in a temporary folder that others share. Where it cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/cordon', import.meta.url)))
const { runCommand } = await import('./command/run.ts')

const stopped = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
})

// A reader that went away (`cordon … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCommand(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
  bar: process.stderr.isTTY && !process.stdout.isTTY,
  env: process.env,
  colour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  now: () => Date.now(),
  pid: process.pid,
  stopped,
  onReload: (reload) => process.on('SIGHUP', reload),
})
