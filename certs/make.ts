/** Makes development keys and certificates in certs/dev: npm run -s keys [--force] */
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makeDevKeys } from '../src/command/dev-keys.ts'

const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })
const dir = fileURLToPath(new URL('dev', import.meta.url))
const { made, kept, skipped } = makeDevKeys({ dir, force: values.force })
const show = (path: string) => relative(process.cwd(), path)

const lines = [
  ...made.map((path) => `made  ${show(path)}`),
  ...kept.map((path) => `kept  ${show(path)}`),
  ...(skipped === null ? [] : [`note: ${skipped}`]),
]
process.stdout.write(`${lines.join('\n')}\n`)
