import { rename, writeFile } from 'node:fs/promises'
import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { createDetect } from '../detect/detect.ts'
import { DETECTORS } from '../detect/detectors.ts'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { workedMs } from '../detect/work-clock.ts'
import { diffPolicies } from '../policy/diff.ts'
import { formatDiff } from '../policy/format-diff.ts'
import { formatResults } from '../policy/format-results.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import { promoted } from '../policy/promote.ts'
import { runTests } from '../policy/run-tests.ts'
import { readRequest } from '../read/read-request.ts'
import { instead } from '../terms/suggest.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy, readText } from './load.ts'
import { judgeOf } from './policy-diff.ts'

const OPTIONS = {
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy promote FILE RULE [--write]

Puts a shadow rule in force: shows what that newly allows and denies, and which tests of the policy say otherwise so far. Everything else in the file
stays as it is written.

--write      changes the file. A policy whose tests fail does not come into force, so mend them before the file goes where Cordon reads it.

Exit codes: 0 all tests pass with the rule in force, 1 some say otherwise, 2 wrong usage.
`

/** `cordon policy promote FILE RULE`: a shadow rule becomes one that is in force. */
export async function policyPromote(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  const [file, id, ...more] = positionals
  if (file === undefined || id === undefined || more.length > 0) throw new UsageError('policy promote needs a policy and the id of a shadow rule') // prettier-ignore
  const { policy: old } = await readPolicy(file, io)
  const text = promoted(await readText(file), id)
  if (text === null) {
    const shadows = old.rules.flatMap((rule) => (rule.shadow ? [rule.id] : []))
    throw new UsageError(`${file} has no shadow rule "${id}"${instead(id, shadows)}`)
  }
  const { policy } = loadPolicy({ text, file, entities: ENTITY_TYPES, now: io.now() })
  io.out(
    formatDiff(
      old,
      policy,
      diffPolicies(old, policy, (one) => judgeOf(one, io.now())),
      { colour: io.colour },
    ),
  )
  const compiled = compile(policy)
  const results = await runTests({
    policy,
    read: (api, body) => readRequest(api, body),
    detect: createDetect({ detectors: DETECTORS, now: workedMs }),
    decide: (question) => decide(compiled, question),
    today: new Date(io.now()).toISOString().slice(0, 10),
  })
  const failed = results.filter(({ passed }) => !passed)
  io.out(`\n${formatResults(failed.length > 0 ? failed : results, { colour: io.colour })}`)
  if (values.write) {
    await writeFile(`${file}.new`, text)
    await rename(`${file}.new`, file)
    io.out(`written ${file}: rule ${id} is in force there\n`)
  } else io.out(`Nothing was written. To change the file: --write\n`)
  return failed.length === 0 ? 0 : 1
}
