import { lint } from '../policy/lint.ts'
import { PolicyError } from '../policy/remark.ts'
import { toSuggestion } from '../policy/suggestion.ts'
import { plain } from '../policy/words.ts'
import { readArgs, styles } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'
import { DEFAULT_POLICY, policiesNamed, testsBeside } from './policy-files.ts'

const OPTIONS = {
  strict: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy lint [FILE…] [--strict] [--json]

Everything that is wrong with a policy (${DEFAULT_POLICY} where none is named), and everything that is allowed and probably not meant: rules and
conditions that change nothing, destinations that nobody can reach, exceptions that end soon, thresholds without a test. Each at file:line:col,
with what to do about it. Nothing is guessed: what is said to change nothing was tried.

--strict     notes count, too

Exit codes: 0 fine, 1 the policy may not be used (or has notes, with --strict), 2 wrong usage.
`

type Said = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly code: string
  readonly message: string
  readonly suggestion: string
}

type Linted = {
  readonly file: string
  readonly sha256: string | null
  readonly errors: readonly Said[]
  readonly notes: readonly Said[]
}

/** `cordon policy lint [FILE…]`: what is wrong with policies, and what is probably not meant. */
export async function policyLint(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  let code: ExitCode = 0
  for (const file of await policiesNamed(positionals)) {
    const linted = await lintFile(file, io)
    if (linted.errors.length > 0 || (values.strict && linted.notes.length > 0)) code = 1
    io.out(values.json ? `${JSON.stringify(linted)}\n` : page(linted, io.colour))
  }
  return code
}

async function lintFile(file: string, io: Io): Promise<Linted> {
  const loaded = await readPolicy(file, io).catch((thrown: unknown) => problemsOf(thrown))
  if (!('policy' in loaded)) return { file, sha256: null, errors: loaded, notes: [] }
  const beside = await testsBeside(file, loaded.policy).catch((thrown: unknown) => problemsOf(thrown))
  const errors = beside.flatMap((one) => ('tests' in one ? [] : [one]))
  const tests = beside.flatMap((one) => ('tests' in one ? one.tests : []))
  const notes = lint(loaded, { beside: tests, now: io.now() }).map((note) => ({ file, ...note }))
  return { file, sha256: loaded.policy.digest, errors, notes }
}

function problemsOf(thrown: unknown): readonly Said[] {
  if (!(thrown instanceof PolicyError)) throw thrown
  return thrown.remarks.map((remark) => ({
    file: thrown.file,
    ...remark,
    code: 'error',
    suggestion: toSuggestion(remark.message),
  }))
}

function page({ file, errors, notes }: Linted, colour: boolean): string {
  const { red, yellow, green, dim } = styles(colour)
  const say = (mark: string) => ({ file, line, column, code, message, suggestion }: Said) =>
    `${mark} ${file}:${String(line)}:${String(column)}: ${plain(message)}${code === 'error' || code === 'doubt' ? '' : dim(` [${code}]`)}\n      ${dim('→')} ${plain(suggestion)}` // prettier-ignore
  const count = `${file}: ${String(errors.length)} wrong, ${String(notes.length)} to look at`
  return [
    ...errors.map(say(red('bad '))),
    ...notes.map(say(yellow('note'))),
    errors.length + notes.length === 0 ? `${green('fine')} ${file}` : count,
    '',
  ].join('\n')
}
