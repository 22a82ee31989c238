import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import type { Detection, Finding } from '../terms/finding.ts'
import type { Level } from '../terms/level.ts'
import type { PolicyTest } from '../terms/policy.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { differences } from './expectation.ts'

/** What a test asks, when its request has been read and searched. */
export type TestQuestion = {
  readonly caller: Caller
  readonly prompt: Prompt
  readonly detection: Detection
  readonly raises: readonly Level[]
  readonly hasReason: boolean
  readonly at: number
}

/** Already bound to a policy. */
export type Decide = (question: TestQuestion) => Decision

/** The rooms that a test's request goes through before it is decided, as a real one does. */
export type ReadingRooms = {
  readonly read: (api: Api, body: Uint8Array) => Prompt
  readonly detect: (prompt: Prompt) => Detection | Promise<Detection>
  /** YYYY-MM-DD: the day of tests that name none. */
  readonly today: string
}

/** The same, and the policy. */
export type TestRooms = ReadingRooms & {
  readonly policy: { readonly tests: readonly PolicyTest[] }
  readonly decide: Decide
}

export type TestResult = {
  readonly it: string
  readonly line: number
  readonly passed: boolean
  /** What was expected and what came, a line each. Empty exactly when the test passed. */
  readonly differences: readonly string[]
}

/** A test whose request was read and searched, or could not be. No policy is needed for that, so many can be asked the same. */
export type ReadyTest = {
  readonly test: PolicyTest
  readonly question: TestQuestion | null
  /** Why there is no question. */
  readonly why: string
}

/**
 * Asks the policy its own questions, on the path that real requests take: a request is put together, read, detected in and
 * decided. Where a test gives findings, they stand in for detection. A test whose request cannot be decided has failed.
 */
export async function runTests(rooms: TestRooms): Promise<readonly TestResult[]> {
  const ready = await readyTests(rooms, rooms.policy.tests)
  return ready.map((one) => runTest(one, rooms.decide))
}

/** Reads and searches the requests of tests, one after the other. */
export async function readyTests(rooms: ReadingRooms, tests: readonly PolicyTest[]): Promise<readonly ReadyTest[]> {
  const ready: ReadyTest[] = []
  for (const test of tests) {
    ready.push(
      await questionOf(rooms, test).then(
        (question) => ({ test, question, why: '' }),
        (cause: unknown) => ({ test, question: null, why: undecided(cause) }),
      ),
    )
  }
  return ready
}

/** How a test comes out. */
export function runTest({ test, question, why }: ReadyTest, decide: Decide): TestResult {
  const found = question === null ? [why] : differencesIn(test, () => decide(question))
  return { it: test.it, line: test.line, passed: found.length === 0, differences: found }
}

function differencesIn({ expect }: PolicyTest, decided: () => Decision): readonly string[] {
  try {
    return differences(expect, decided())
  } catch (cause) {
    return [undecided(cause)]
  }
}

const undecided = (cause: unknown) =>
  `the request could not be decided: ${cause instanceof Error ? cause.message : String(cause)}`

async function questionOf({ read, detect, today }: ReadingRooms, test: PolicyTest): Promise<TestQuestion> {
  const { request } = test
  const text = test.prompt ?? placeholders(test).join(' ')
  const [api, body] =
    request === null ? (['chat_completions', toRequest(test, text)] as const) : [request.api, request.body]
  const prompt = read(api, new TextEncoder().encode(JSON.stringify(body)))
  const isSearched = test.prompt !== null || request !== null
  const detection = isSearched ? await detect(prompt) : { findings: standIns(test, prompt, text), failed: [] }
  return {
    caller: toCaller(test),
    prompt,
    detection: test.detectorFails ? { ...detection, failed: [...detection.failed, BROKEN] } : detection,
    raises: test.raise === null ? [] : [test.raise],
    hasReason: test.reason,
    at: Date.parse(`${test.on ?? today}T12:00:00Z`),
  }
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
