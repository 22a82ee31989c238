/** What one turn more of a long conversation costs, without a cache and with one that knows the turns before. */
import { createDetect } from '../src/detect/detect.ts'
import type { Detect, DetectOptions } from '../src/detect/detect.ts'
import { createSegmentCache } from '../src/detect/segment-cache.ts'
import type { Segment } from '../src/terms/prompt.ts'
import { KINDS } from './detect-texts.ts'

const [prose = '', code = '', , dense = ''] = KINDS.map(({ make }) => make(20_000))

/** Turns of a conversation, each about as long as people and models write. */
function turnOf(i: number): string {
  const head = `Turn ${String(i)}. `
  if (i % 10 === 9) return head + dense.slice(i * 13, i * 13 + 180)
  if (i % 2 === 0) return head + prose.slice(i, i + 60 + ((i * 53) % 400))
  return head + (i % 6 === 1 ? code : prose).slice(i, i + 400 + ((i * 211) % 1600))
}

const conversation = (turns: number): Segment[] =>
  Array.from({ length: turns }, (_, i) => ({
    path: `/messages/${String(i)}/content`,
    role: i % 2 === 0 ? 'user' : 'assistant',
    kind: 'value',
    text: turnOf(i),
  }))

/** Milliseconds for each of some conversations in turn, the fastest of several rounds: the median of the last ten of them. */
function perTurn(turns: number, make: () => Detect): number {
  const rounds = Array.from({ length: 5 }, () => {
    const look = make()
    return Array.from({ length: turns }, (_, i) => {
      const segments = conversation(i + 1)
      const from = performance.now()
      look({ segments })
      return performance.now() - from
    })
  })
  const fast = Array.from({ length: turns }, (_, i) => Math.min(...rounds.map((round) => round[i] ?? Infinity)))
  return fast.slice(-10).sort((a, b) => a - b)[5] ?? Infinity
}

export type Turn = {
  readonly turns: number
  readonly kb: number
  readonly withoutMs: number
  readonly cachedMs: number
}

export const oneTurnMore = (options: DetectOptions): readonly Turn[] =>
  [10, 60, 120].map((turns) => ({
    turns,
    kb: conversation(turns).reduce((sum, { text }) => sum + text.length, 0) / 1024,
    withoutMs: perTurn(turns, () => createDetect(options)),
    cachedMs: perTurn(turns, () => createDetect({ ...options, cache: createSegmentCache() })),
  }))
