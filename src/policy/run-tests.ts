import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import type { Detection, Finding } from '../terms/finding.ts'
import type { Level } from '../terms/level.ts'
import type { Policy, PolicyTest } from '../terms/policy.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { differences } from './expectation.ts'

/** The rooms that a test's request goes through, as a real one does. */
export type TestRooms = {
  readonly policy: Policy
  readonly read: (api: Api, body: Uint8Array) => Prompt
  readonly detect: (prompt: Prompt) => Detection | Promise<Detection>
  /** Already bound to the policy. */
  readonly decide: (question: {
    caller: Caller
    prompt: Prompt
    detection: Detection
    raises: readonly Level[]
    at: number
  }) => Decision
  /** YYYY-MM-DD: the day of tests that name none. */
  readonly today: string
}

export type TestResult = {
  readonly it: string
  readonly line: number
  readonly passed: boolean
  /** What was expected and what came, a line each. Empty exactly when the test passed. */
  readonly differences: readonly string[]
}

/**
 * Asks the policy its own questions, on the path that real requests take: a chat request is put together, read, detected in
 * and decided. Where a test gives findings, they stand in for detection. A test whose request cannot be decided has failed.
 */
export async function runTests(rooms: TestRooms): Promise<readonly TestResult[]> {
  const results: TestResult[] = []
  for (const test of rooms.policy.tests) {
    const found = await ask(rooms, test).then(
      (decision) => differences(test.expect, decision),
      (cause: unknown) => [
        `the request could not be decided: ${cause instanceof Error ? cause.message : String(cause)}`,
      ],
    )
    results.push({ it: test.it, line: test.line, passed: found.length === 0, differences: found })
  }
  return results
}

async function ask({ read, detect, decide, today }: TestRooms, test: PolicyTest): Promise<Decision> {
  const text = test.prompt ?? placeholders(test).join(' ')
  const prompt = read('chat_completions', new TextEncoder().encode(JSON.stringify(toRequest(test, text))))
  const detection = test.prompt === null ? { findings: standIns(test, prompt, text), failed: [] } : await detect(prompt)
  return decide({
    caller: toCaller(test),
    prompt,
    detection: test.detectorFails ? { ...detection, failed: [...detection.failed, BROKEN] } : detection,
    raises: test.raise === null ? [] : [test.raise],
    at: Date.parse(`${test.on ?? today}T12:00:00Z`),
  })
}

const BROKEN = { detector: 'policy-test', why: 'threw' } as const

/** One transparent pixel: a part that nothing here can read. */
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

const LOOK_UP = { type: 'function', function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }

function toRequest({ model, unread, tools }: PolicyTest, text: string) {
  const content = unread
    ? [
        { type: 'text', text },
        { type: 'image_url', image_url: { url: PIXEL } },
      ]
    : text
  return {
    model: model ?? 'policy-test',
    messages: [{ role: 'user', content }],
    ...(tools ? { tools: [LOOK_UP] } : {}),
  }
}

/** A word of its own for every finding that a test gives, so that each is a value of its own. */
const placeholders = ({ findings }: PolicyTest): readonly string[] => {
  const count = findings.reduce((sum, finding) => sum + finding.count, 0)
  return count === 0 ? ['Hello'] : Array.from({ length: count }, (_, index) => `word${index}`)
}

function standIns(test: PolicyTest, prompt: Prompt, text: string): readonly Finding[] {
  const segment = prompt.segments.findIndex((segment) => segment.text === text)
  if (segment === -1) throw new Error('the text of the test is not among the segments that were read')
  const words = placeholders(test)
  let start = 0
  const places = words.map((word) => {
    const place = { segment, start, end: start + word.length }
    start = place.end + 1
    return place
  })
  const types = test.findings.flatMap(({ type, count, score }) =>
    Array.from({ length: count }, () => ({ type, score })),
  )
  return types.flatMap((type, index) => {
    const place = places[index]
    return place === undefined ? [] : [{ detector: 'policy-test', via: 'plain' as const, ...type, ...place }]
  })
}

/** A caller with exactly the attributes that the test names. */
function toCaller({ caller }: PolicyTest): Caller {
  return {
    issuer: caller.issuer?.[0] ?? '',
    subject: caller.subject?.[0] ?? '',
    client: caller.client?.[0] ?? null,
    attributes: caller,
    raises: [],
    tokenId: null,
    tokenKey: 'policy-test',
    otherAudiences: [],
    expires: 0,
  }
}
