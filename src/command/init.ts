import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { SCHEMA_FILE, starter } from '../policy/starter.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { schemaText } from './policy-schema.ts'

const HELP = `cordon init [DIR]

Writes a commented policy to begin with, its tests, and the schema that lets an editor help with it, into DIR (the current folder where none is named).
Nothing that is there already is overwritten.

Exit codes: 0 written, 1 one of the files is there already, 2 wrong usage.
`

const FILE = 'policy.yaml'

/** `cordon init [DIR]`: a policy to begin with, and its tests. Writes all of its files or none that was there. */
export async function init(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  })
  if (values.help) return (io.out(HELP), 0)
  const [dir = '.', ...more] = positionals
  if (more.length > 0) throw new UsageError('init takes one folder')
  const made = starter(
    FILE,
    ENTITY_TYPES.filter(({ detected }) => detected),
  )
  const files = [
    [FILE, made.policy],
    [FILE.replace('.yaml', '.test.yaml'), made.tests],
    [SCHEMA_FILE, schemaText()],
  ] as const
  await mkdir(dir, { recursive: true })
  await refuseToOverwrite(files.map(([name]) => join(dir, name)))
  for (const [name, text] of files) await writeFile(join(dir, name), text, { flag: 'wx' })
  const { green } = styles(io.colour)
  const policy = join(dir, FILE)
  io.out(files.map(([name]) => `${green('written')} ${join(dir, name)}\n`).join(''))
  io.out(
    `\nNext: open ${policy}, then\n  cordon policy lint ${policy}\n  cordon policy test ${policy} --cover --mutate\n`,
  )
  return 0
}

/** Looked at before anything is written; `wx` holds it again while writing. */
async function refuseToOverwrite(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (isThere) throw new Error(`${file} is there already, and nothing was written: name another folder`)
  }
}
