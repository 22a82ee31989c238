/**
 * Builds the console into dist/console, if what lies there was made of something else. Prints one line when it does.
 *
 *     node scripts/build-console.js
 *
 * It must itself run on any Node from 20 on: plain JavaScript, no dependency. Vite runs on the project's own Node.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = join(root, 'dist', 'console')
const STAMP = '.made-of'

/** True when the page is there and up to date. `node24`: the Node that Vite needs. */
export function buildConsole(node24) {
  const wanted = madeOf()
  if (isMadeOf(wanted)) return true
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite)) return existsSync(join(root, 'dist', 'console', 'index.html'))
  process.stderr.write('cordon: building the console…\n')
  // made beside it and put in its place when it is whole, since others may be building it, or reading it, right now
  const fresh = `${out}.${process.pid}`
  const args = [vite, 'build', '--config', 'src/console/vite.config.ts', '--logLevel', 'warn', '--outDir', fresh]
  const built = spawnSync(node24, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr] })
  if (built.status === 0 && !isMadeOf(wanted)) {
    writeFileSync(join(fresh, STAMP), wanted)
    rmSync(out, { recursive: true, force: true })
    renameSync(fresh, out)
  }
  rmSync(fresh, { recursive: true, force: true })
  return built.status === 0
}

const isMadeOf = (wanted) => existsSync(join(out, STAMP)) && readFileSync(join(out, STAMP), 'utf8') === wanted

/** A digest of everything that the page is made of, and of what makes it. */
function madeOf() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of ['src/console', 'src/contract']) {
    const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    const files = names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    for (const file of files.sort()) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  process.exit(buildConsole(existsSync(node24) ? node24 : process.execPath) ? 0 : 1)
}
