import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { createDetect } from '../detect/detect.ts'
import { DETECTORS } from '../detect/detectors.ts'
import { formatResults } from '../policy/format-results.ts'
import { runTests } from '../policy/run-tests.ts'
import type { TestResult } from '../policy/run-tests.ts'
import { readRequest } from '../read/read-request.ts'
import type { Policy } from '../terms/policy.ts'
import { readArgs, styles } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'

const DEFAULT = 'policies/default.yaml'

/** `cordon policy test [FILE…]`: asks each policy its own questions, on the road that real requests take. */
export async function policyTest(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals: named } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const files = named.length === 0 ? [DEFAULT] : named
  let failed = false
  for (const file of files) {
    const { policy: loaded, warnings } = await readPolicy(file, io)
    const results = await testPolicy(loaded, io.now)
    failed ||= results.length === 0 || results.some(({ passed }) => !passed)
    if (values.json) io.out(`${JSON.stringify({ file, sha256: loaded.digest, warnings, results })}\n`)
    else print(io, file, warnings, results)
  }
  return failed ? 1 : 0
}

/** Runs a policy's tests with the real rooms. */
export function testPolicy(policy: Policy, now: () => number): Promise<readonly TestResult[]> {
  const compiled = compile(policy)
  return runTests({
    policy,
    read: readRequest,
    detect: createDetect({ detectors: DETECTORS, now }),
    decide: (question) => decide(compiled, question),
    today: new Date(now()).toISOString().slice(0, 10),
  })
}

function print(io: Io, file: string, warnings: readonly string[], results: readonly TestResult[]): void {
  const { bold, yellow } = styles(io.colour)
  io.out(`${bold(file)}\n`)
  for (const warning of warnings) io.out(`${yellow('note')} ${warning}\n`)
  io.out(formatResults(results, { colour: io.colour }))
}
