import type { Finding } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import type { CompiledDetectRule, CompiledException, CompiledPolicy } from './compile.ts'

/** What counts: how many different values of each type, apart for types that the policy does not name. */
export type Counted = {
  readonly named: ReadonlyMap<string, number>
  readonly unnamed: ReadonlyMap<string, number>
}

type Where = { readonly segments: readonly Segment[]; readonly at: number }

/**
 * Counts findings by type. The same value found again counts once: an address that a conversation repeats ten times is one
 * address. Values in decoded or joined text cannot be compared, so each such finding counts for itself.
 * Adding a finding never lowers a count.
 *
 * A finding less sure than the policy asks for does not count, nor does a value that an exception names exactly and that
 * still holds. Findings of a type that the policy does not name always count.
 */
export function counted(detect: CompiledPolicy['detect'], findings: readonly Finding[], where: Where): Counted {
  const named = new Map<string, Set<string>>()
  const unnamed = new Map<string, Set<string>>()
  findings.forEach((finding, index) => {
    const rule = detect.get(finding.type)
    if (rule !== undefined && !counts(rule, finding, where)) return
    const seen = rule === undefined ? unnamed : named
    const text = textOf(finding, where.segments)
    const value = text === null ? `#${index}` : `=${withoutSeparators(text).toLowerCase()}`
    const values = seen.get(finding.type) ?? new Set()
    seen.set(finding.type, values.add(value))
  })
  return { named: sizes(named), unnamed: sizes(unnamed) }
}

const sizes = (sets: ReadonlyMap<string, ReadonlySet<string>>) =>
  new Map([...sets].map(([type, values]) => [type, values.size]))

function counts(rule: CompiledDetectRule, finding: Finding, { segments, at }: Where): boolean {
  if (finding.score < rule.sure) return false // a score that is no number counts
  if (rule.excepted.length === 0) return true
  const text = textOf(finding, segments)
  return text === null || !rule.excepted.some((exception) => at < exception.end && names(exception, text))
}

/**
 * True when the exception names exactly this. A value that was written without separators, such as a card number, also
 * stands for its spelling with spaces or hyphens; any other must be equal to the letter.
 */
function names({ exact }: CompiledException, text: string): boolean {
  if (exact.has(text)) return true
  const bare = withoutSeparators(text)
  return /^[0-9A-Za-z]+$/.test(bare) && exact.has(bare)
}

/** The finding's own text, where it stands in the prompt as it is; null where it had to be decoded or put together. */
function textOf({ via, segment, start, end }: Finding, segments: readonly Segment[]): string | null {
  if (via !== 'plain' && via !== 'normalised') return null
  const text = segments[segment]?.text.slice(start, end)
  return text === undefined || text === '' ? null : text
}

const withoutSeparators = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '')
