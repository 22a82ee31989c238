import type { PolicyTests } from '../contract/policy.ts'
import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { detectorsWith } from '../detect/custom-detector.ts'
import { createDetect } from '../detect/detect.ts'
import { workedMs } from '../detect/work-clock.ts'
import { readyTests, runTest } from '../policy/run-tests.ts'
import { readRequest } from '../read/read-request.ts'
import { shown, testsIn } from './policy-told.ts'
import type { ToldParts } from './policy-told.ts'

/** Asks a policy its own questions, those in it and those beside it, with the rooms that real requests go through. It may take seconds. */
export async function testedPolicy({ policy, written, now }: ToldParts): Promise<PolicyTests> {
  const compiled = compile(policy)
  const detect = createDetect({ detectors: detectorsWith(policy.detectors), now: workedMs })
  const day = new Date(now).toISOString().slice(0, 10)
  const files = [{ file: shown(written?.file ?? ''), tests: policy.tests }, ...testsIn(written, policy)]
  const tests: PolicyTests['tests'] = []
  for (const { file, tests: asked } of files) {
    for (const one of await readyTests({ read: readRequest, detect, today: day }, asked)) {
      const { it, line, passed: ok, differences } = runTest(one, (question) => decide(compiled, question))
      tests.push({ it, ok, file, line, differences: differences.map(toDifference) })
    }
  }
  const passed = tests.filter(({ ok }) => ok).length
  return { digest: policy.digest, day, passed, failed: tests.length - passed, tests }
}

/** A difference is one line of text, of which most have one form. */
function toDifference(text: string): PolicyTests['tests'][number]['differences'][number] {
  const [, what, expected, got] = /^(\w+(?:: [^:]+)*?): expected (.*), got (.*)$/s.exec(text) ?? []
  if (what === undefined || expected === undefined || got === undefined)
    return { what: text.split(':')[0] ?? '', expected: null, got: null, text }
  return { what, expected, got, text }
}
