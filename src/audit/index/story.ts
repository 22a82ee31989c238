import type { JsonObject, JsonValue } from '../../terms/json.ts'

/** A request in one line of words. `tone` says how it ended, for whoever paints. */
export type Story = { readonly tone: 'sent' | 'denied' | 'refused' | 'unsure'; readonly text: string }

/** Tells what was found of a request, in the words of the documentation. It holds nothing but what the index has. */
export function tell(found: JsonObject): Story {
  const said = (name: string) => (typeof found[name] === 'string' ? found[name] : null)
  const list = (name: string) => listOf(found[name])
  const [effect, outcome] = [said('effect'), said('outcome')]
  const tone = toneOf(effect, outcome)
  const entities = list('entity')
  const provider = said('provider')
  const where = said('destination') === null ? null : `→ ${said('destination') ?? ''}${provider === null ? '' : ` (${provider})`}` // prettier-ignore
  const parts = [
    said('level') ?? 'no level',
    where,
    said('rule') === null ? said('problem') : `rule ${said('rule') ?? ''}`,
    entities.length === 0 ? null : entities.join(', '),
    [said('caller') ?? 'nobody known', ...list('team'), ...list('tenant')].join(' '),
    outcome === null ? null : ended(outcome, found),
  ]
  const time = (said('time') ?? '').replace('T', ' ')
  const head = `${time}  ${WORDS[tone].padEnd(8)} ${said('request') ?? ''}`
  return { tone, text: `${head}  ${parts.filter((part) => part !== null).join(' · ')}` }
}

const WORDS = { sent: 'sent', denied: 'denied', refused: 'refused', unsure: 'unsure' } as const

function toneOf(effect: string | null, outcome: string | null): Story['tone'] {
  if (effect === 'deny') return 'denied'
  if (effect !== 'permit' || outcome === 'late') return 'refused'
  return outcome === 'answered' ? 'sent' : 'unsure'
}

function ended(outcome: string, { status, ms }: JsonObject): string {
  const took = typeof ms === 'number' ? ` in ${String(Math.round(ms))} ms` : ''
  return `${outcome}${typeof status === 'number' ? ` ${String(status)}` : ''}${took}`
}

const listOf = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => typeof item === 'string') : []
