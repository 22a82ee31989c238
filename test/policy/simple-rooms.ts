import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import type { TestRooms } from '../../src/policy/run-tests.ts'
import type { Detection } from '../../src/terms/finding.ts'
import type { Policy } from '../../src/terms/policy.ts'
import type { Prompt, Segment } from '../../src/terms/prompt.ts'

/** A reader of just the requests that tests make: texts become segments, images cannot be read. */
export function read(_: unknown, body: Uint8Array): Prompt {
  const { model, messages, tools } = JSON.parse(new TextDecoder().decode(body))
  const content: { type: string; text: string }[] =
    typeof messages[0].content === 'string' ? [{ type: 'text', text: messages[0].content }] : messages[0].content
  const texts = content.filter(({ type }) => type === 'text')
  const segments = texts.map(({ text }, i): Segment => ({
    path: `/messages/0/content/${i}`,
    role: 'user',
    kind: 'value',
    text,
  }))
  return {
    api: 'chat_completions',
    model,
    stream: false,
    wantsUsage: false,
    tools: tools !== undefined,
    bytes: body.length,
    segments,
    unread: content.length > texts.length ? [{ path: '/messages/0/content/1', kind: 'image' }] : [],
    body: { lan: {}, cloud: {} },
    provider: null,
    user: null,
    stripped: [],
    betas: [],
    conversation: { sessions: [], turns: [] },
  }
}

/** Finds social security numbers that are written with hyphens. */
export function detect({ segments }: Prompt): Detection {
  const findings = segments.flatMap(({ text }, segment) =>
    [...text.matchAll(/\d{3}-\d{2}-\d{4}/g)].map(({ index, 0: found }) => {
      const place = { segment, start: index, end: index + found.length }
      return { detector: 'ssn', type: 'US_SSN', score: 0.9, via: 'plain' as const, ...place }
    }),
  )
  return { findings, failed: [] }
}

/** The real decision, behind a simple reader and detector. */
export function simpleRooms(policy: Policy, changes: Partial<TestRooms> = {}): TestRooms {
  const compiled = compile(policy)
  return { policy, read, detect, decide: (question) => decide(compiled, question), today: '2026-11-21', ...changes }
}
