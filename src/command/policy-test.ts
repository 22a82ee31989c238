import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { createDetect } from '../detect/detect.ts'
import { detectorsWith } from '../detect/custom-detector.ts'
import { workedMs } from '../detect/work-clock.ts'
import { coverageOf, percentOf } from '../policy/coverage.ts'
import type { Covered } from '../policy/coverage.ts'
import { formatCoverage, formatMutation } from '../policy/format-evidence.ts'
import { formatResults } from '../policy/format-results.ts'
import type { LoadedPolicy } from '../policy/load-policy.ts'
import { mutate, scoreOf } from '../policy/mutate.ts'
import type { Mutated } from '../policy/mutate.ts'
import { readyTests, runTest } from '../policy/run-tests.ts'
import type { Decide, ReadyTest, TestResult } from '../policy/run-tests.ts'
import { readRequest } from '../read/read-request.ts'
import type { Policy } from '../terms/policy.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'
import { judgeOf } from './policy-diff.ts'
import { DEFAULT_POLICY, policiesNamed, testsBeside } from './policy-files.ts'

const OPTIONS = {
  cover: { type: 'boolean', default: false },
  'min-cover': { type: 'string' },
  mutate: { type: 'boolean', default: false },
  'min-score': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy test [FILE…] [--cover] [--min-cover N] [--mutate] [--min-score N] [--json]

Asks each policy (${DEFAULT_POLICY} where none is named) its own questions, on the road that real requests take, and those of every *.test.yaml in its
folder that names it.

--cover      what of the policy the tests came across: rules, what becomes of each destination, counts, combinations, exceptions
--mutate     changes the policy in one place at a time and asks again: a change that no test fails for is a change that nobody would notice
--min-cover, --min-score   percent; with less, the exit code is 1

Exit codes: 0 all passed, 1 a test failed, there were none, or too little is covered, 2 wrong usage.
`

/** The tests of one file, and how they came out. */
type Group = { readonly file: string; readonly ready: readonly ReadyTest[]; readonly results: readonly TestResult[] }

type Evidence = { readonly covered: readonly Covered[] | null; readonly mutated: Mutated | null }

type Bounds = { readonly cover: number | null; readonly score: number | null; readonly wants: Wants }
type Wants = { readonly cover: boolean; readonly mutate: boolean }

/** `cordon policy test [FILE…]`: asks policies their own questions, and measures what these hold. */
export async function policyTest(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  const [cover, score] = [toPercent('--min-cover', values['min-cover']), toPercent('--min-score', values['min-score'])]
  const wants = { cover: values.cover || cover !== null, mutate: values.mutate || score !== null }
  let failed = false
  for (const file of await policiesNamed(positionals)) {
    const isFine = await testFile(file, { cover, score, wants }, values.json, io)
    failed ||= !isFine
  }
  return failed ? 1 : 0
}

function toPercent(option: string, said: string | undefined): number | null {
  if (said === undefined) return null
  if (!/^\d{1,3}(\.\d)?$/.test(said) || Number(said) > 100) throw new UsageError(`${option} takes percent, 0 to 100`)
  return Number(said)
}

async function testFile(file: string, { cover, score, wants }: Bounds, json: boolean, io: Io): Promise<boolean> {
  const loaded = await readPolicy(file, io)
  const { policy, warnings } = loaded
  const groups = await runGroups(file, policy, io)
  const results = groups.flatMap(({ results }) => results)
  const passed = results.length > 0 && results.every((result) => result.passed)
  const evidence = passed ? evidenceOf(policy, groups, wants, io) : { covered: null, mutated: null }
  const { covered, mutated } = evidence
  const enough = (covered === null || percentOf(covered) >= (cover ?? 0)) && (mutated === null || scoreOf(mutated) >= (score ?? 0)) // prettier-ignore
  if (json) io.out(`${JSON.stringify(toJson(file, loaded, groups, evidence))}\n`)
  else {
    const { bold, yellow, red } = styles(io.colour)
    io.out(`${bold(file)}\n`)
    for (const warning of warnings) io.out(`${yellow('note')} ${warning}\n`)
    for (const group of groups) {
      if (group.file !== file) io.out(`${bold(group.file)}\n`)
      io.out(formatResults(group.results, { colour: io.colour }))
    }
    const say = { file, place: loaded.place, colour: io.colour }
    if (covered !== null) io.out(formatCoverage(covered, say))
    if (mutated !== null) io.out(formatMutation(mutated, say))
    if (!enough) io.out(`${red('too little')}: ${tooLittle(evidence, cover, score).join('; ')}\n`)
    if (!passed && (wants.cover || wants.mutate)) io.out('Coverage and mutants are for tests that pass.\n')
  }
  return passed && enough
}

function tooLittle({ covered, mutated }: Evidence, cover: number | null, score: number | null): readonly string[] {
  const [has, kills] = [covered === null ? 100 : percentOf(covered), mutated === null ? 100 : scoreOf(mutated)]
  return [
    ...(has < (cover ?? 0) ? [`${String(has)} % covered, ${String(cover)} % asked for`] : []),
    ...(kills < (score ?? 0) ? [`${String(kills)} % of the mutants killed, ${String(score)} % asked for`] : []),
  ]
}

/** The tests in the policy itself, and those of each file beside it that names it. */
async function runGroups(file: string, policy: Policy, io: Io): Promise<readonly Group[]> {
  const ask = bound(policy)
  const groups: Group[] = []
  for (const { file: from, tests } of [{ file, tests: policy.tests }, ...(await testsBeside(file, policy))]) {
    const ready = await readyTests(reading(policy, io.now), tests)
    if (from !== file || tests.length > 0) groups.push({ file: from, ready, results: ready.map((one) => runTest(one, ask)) }) // prettier-ignore
  }
  return groups
}

function evidenceOf(policy: Policy, groups: readonly Group[], wants: Wants, io: Io): Evidence {
  const ready = groups.flatMap((group) => group.ready)
  const ask = bound(policy)
  const decisions = ready.flatMap(({ question }) => (question === null ? [] : [ask(question)]))
  return {
    covered: wants.cover ? coverageOf(policy, decisions) : null,
    mutated: wants.mutate ? mutate(policy, ready, { decide: bound, judging: (one) => judgeOf(one, io.now()) }) : null,
  }
}

function bound(policy: Policy): Decide {
  const compiled = compile(policy)
  return (question) => decide(compiled, question)
}

const reading = (policy: Policy, now: () => number) => ({
  read: readRequest,
  detect: createDetect({ detectors: detectorsWith(policy.detectors), now: workedMs }),
  today: new Date(now()).toISOString().slice(0, 10),
})

/** Runs a policy's tests with the real rooms: those in the policy itself. */
export async function testPolicy(policy: Policy, now: () => number): Promise<readonly TestResult[]> {
  const ask = bound(policy)
  return (await readyTests(reading(policy, now), policy.tests)).map((one) => runTest(one, ask))
}

function toJson(
  file: string,
  { policy, warnings, place }: LoadedPolicy,
  groups: readonly Group[],
  { covered, mutated }: Evidence,
) {
  // prettier-ignore
  const at = ({ says, path }: { readonly says: string; readonly path: readonly PropertyKey[] }) => ({ says, ...place(path) }) // prettier-ignore
  return {
    file,
    sha256: policy.digest,
    warnings,
    results: groups.flatMap((group) => group.results.map((result) => ({ file: group.file, ...result }))),
    ...(covered === null ? {} : { cover: { percent: percentOf(covered), items: covered.map((one) => ({ kind: one.kind, ...at(one), exercised: one.exercised })) } }), // prettier-ignore
    ...(mutated === null ? {} : { mutation: { score: scoreOf(mutated), killed: mutated.killed, survivors: mutated.survivors.map(at), equivalent: mutated.equivalent.map(at) } }), // prettier-ignore
  }
}
