/**
 * Runs a file of this project on the Node it was written for, after installing what is missing.
 *
 *     node scripts/run.js FILE [arguments…]
 *
 * It must itself run on any Node from 20 on, before anything is installed: plain JavaScript, no dependency.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.cordon-installed')
const node24 = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex')

/** Installed by us from this very lock file; or by somebody's own `npm ci`, which npm notes down when it is through. */
function installed() {
  if (!existsSync(node24)) return false
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted
  const note = join(modules, '.package-lock.json')
  if (!existsSync(note) || statSync(note).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) return false
  writeFileSync(stamp, wanted)
  return true
}

function npm(...args) {
  const ran = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  })
  if (ran.status !== 0) {
    process.stderr.write(`cordon: "npm ${args.join(' ')}" failed. Its own message is above.\n`)
    process.exit(1)
  }
}

if (!installed()) {
  process.stderr.write('cordon: installing what package-lock.json lists (about half a minute, once)…\n')
  npm('ci', '--no-fund', '--no-audit', '--loglevel=error')
  // With ignore-scripts=true in a user's npmrc, npm leaves out the step that puts Node 24 in place, and says nothing.
  if (!existsSync(node24)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error')
  if (!existsSync(node24)) {
    process.stderr.write('cordon: Node 24 is missing: the npm package "node" could not run its install script.\n')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

const [file, ...rest] = process.argv.slice(2)
// A proxy without its page still does its work, and says at the page's address how to build it.
if (file === 'src/main.ts' && ['demo', 'serve'].includes(rest[0] ?? '') && !buildConsole(node24)) {
  process.stderr.write('cordon: the console could not be built; everything else works. Try: npm run build:console\n')
}
const child = spawn(node24, [file, ...rest], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
