/** Made-up requests of a company, each of which its policy could have decided so: for pictures that somebody looks at closely. */
import { createHash } from 'node:crypto'
import type { JsonObject } from '../../src/terms/json.ts'

const TEAMS = ['claims', 'legal', 'platform', 'research', 'support', 'hr'] as const
const CLIENTS = ['assistant', 'ide', 'mail'] as const
const PROVIDERS = ['mistral', 'nebius', 'deepinfra'] as const

type Kind = {
  readonly level: string
  readonly found: readonly (readonly [type: string, score: number])[]
  /** The places that a prompt of this level may go to. */
  readonly places: readonly string[]
}
const LAN = ['lan'] as const
const EU = ['openrouter-eu', ...LAN] as const
const ALL = ['openrouter', ...EU] as const
/** The more often a kind stands here, the more often it comes. */
const KINDS: readonly (readonly [share: number, kind: Kind])[] = [
  [0.58, { level: 'public', found: [], places: ALL }],
  [0.2, { level: 'internal', found: [['PERSON', 0.85]], places: ALL }],
  [0.1, { level: 'internal', found: [['PERSON', 0.9], ['EMAIL_ADDRESS', 0.7]], places: ALL }], // prettier-ignore
  [0.08, { level: 'confidential', found: [['IBAN_CODE', 1], ['PERSON', 0.85]], places: EU }], // prettier-ignore
  [0.04, { level: 'restricted', found: [['US_SSN', 0.95]], places: LAN }],
]
const LEVEL_OF: Readonly<Record<string, string>> = { US_SSN: 'restricted', IBAN_CODE: 'confidential' }
const PLACES = ['lan', 'openrouter-eu', 'openrouter'] as const
const ALLOWS: Readonly<Record<string, string>> = { lan: 'staff-lan' }
const MODELS: Readonly<Record<string, readonly string[]>> = {
  lan: ['local/qwen2.5-14b', 'openai/gpt-4o-mini'],
  cloud: ['openai/gpt-4o-mini', 'mistralai/mistral-small', 'qwen/qwen-2.5-14b'],
}

/** The records of the nth request: a decision, and what came of it where it was sent. Always the same. */
export function requestOf(nth: number): readonly JsonObject[] {
  const draw = drawing(nth)
  const { level, found, places } = draw.by(KINDS)
  const person = draw.below(60)
  const team = TEAMS[person % TEAMS.length] ?? 'claims'
  const mayGo = team === 'hr' ? LAN : places
  const end = draw.by([[0.965, 'permit'], [0.025, 'deny'], [0.01, 'refuse']] as const) // prettier-ignore
  const to = draw.of(mayGo.length === 1 ? LAN : draw.by([[0.4, LAN], [0.6, mayGo]] as const)) // prettier-ignore
  const zone = to === 'lan' ? 'lan' : 'cloud'
  const model = end === 'refuse' ? 'openai/gpt-4-32k' : draw.of(MODELS[zone] ?? [])
  const request = `req_01M7${hashOf(`request ${String(nth)}`)
    .toString('hex')
    .toUpperCase()
    .slice(0, 22)}`
  const considered = PLACES.map((name) => consideredOf(name, { isStaff: end !== 'deny', team, places }))
  const isShadowed = found.some(([type]) => type === 'PERSON') && considered.some(({ to: name, permitted }) => name === 'openrouter' && permitted) // prettier-ignore
  const decision: JsonObject = {
    ...{ type: 'decision', effect: end, request, received: 1, api: 'chat_completions' },
    caller: {
      ...{
        id: `ps1_${hashOf(`person ${String(person)}`)
          .toString('base64url')
          .slice(0, 22)}`,
      },
      ...{ roles: [end === 'deny' ? 'intern' : 'employee'], department: [team], team: [team] },
      ...{ tenant: [person % 4 === 0 ? 'acme-health' : 'acme'], client: CLIENTS[person % CLIENTS.length] ?? null },
      ...{ issuer: 'https://idp.test', ip: `10.1.2.${String(person + 10)}` },
    },
    prompt: { operation: 'chat_completions', model, bytes: 200 + draw.below(6_000), hmac: 'hm1_0', stream: true },
    findings: found.map(([type, score]) => ({ type, count: 1, detectors: [type.toLowerCase().replace('_', '-')], values: [{ count: 1, score }] })), // prettier-ignore
    ...{ level, pinned: level === 'restricted', policy: null, considered },
    why: found.map(([what]) => ({ kind: 'finding', what, count: 1, level: LEVEL_OF[what] ?? 'internal' })),
    shadow: isShadowed ? [{ rule: 'names-stay', would_permit: considered.flatMap(({ to: name, permitted }) => (permitted === true && name !== 'openrouter' ? [name ?? null] : [])) }] : [], // prettier-ignore
    ...(end === 'deny' && { problem: 'policy_denied', reason: 'no_rule' }),
    ...(end === 'refuse' && { problem: 'model_not_found', reason: null }),
    ...{ destination: end === 'permit' ? to : null, rule: end === 'permit' ? (ALLOWS[to] ?? 'staff-cloud') : null },
    attempts: end === 'permit' ? [{ to, node: zone === 'lan' ? 'n1' : null, model }] : [],
  }
  if (end !== 'permit') return [decision]
  const result = draw.by([[0.985, 'answered'], [0.01, 'failed'], [0.005, 'aborted']] as const) // prettier-ignore
  const ms = Math.round(180 * 2 ** (5.5 * draw.share()))
  const tried = { to, node: zone === 'lan' ? 'n1' : null, model, peer: zone === 'lan' ? '10.1.0.21:8000' : '104.18.2.115:443' } // prettier-ignore
  const outcome: JsonObject = {
    ...{ type: 'outcome', request, status: 200, result, verified: null, breaches: [] },
    attempts: [{ ...tried, result, status: 200, ms }],
    served: result === 'answered' ? { ...tried, provider: zone === 'lan' ? null : draw.of(PROVIDERS) } : null,
    ...{ tokens: { prompt: 100 + draw.below(1_500), completion: draw.below(700) } },
    ...{ cost: Number((zone === 'lan' ? (ms / 3_600_000) * 0.6 : draw.share() / 400).toFixed(6)), bytes_out: 900, ms },
  }
  return [decision, outcome]
}

type Who = { readonly isStaff: boolean; readonly team: string; readonly places: readonly string[] }

function consideredOf(to: string, { isStaff, team, places }: Who): JsonObject {
  const said = (permitted: boolean, ground: string, rule: string | null) => ({ to, permitted, ground, rule })
  if (!places.includes(to)) return said(false, places.length === 1 ? 'pinned' : 'above_max_level', null)
  if (!isStaff) return said(false, 'no_rule', null)
  if (to !== 'lan' && team === 'hr') return said(false, 'denied_by_rule', 'hr-stays')
  return said(true, 'allowed_by_rule', ALLOWS[to] ?? 'staff-cloud')
}

const hashOf = (text: string) => createHash('sha256').update(text).digest()

/** Chances of one request. */
function drawing(nth: number) {
  let turn = 0
  const share = () => hashOf(`${String(nth)} ${String((turn += 1))}`).readUInt32BE() / 2 ** 32
  const below = (count: number) => Math.floor(share() * count)
  const of = <T>(all: readonly T[]): T => all[below(all.length)] as T
  const by = <T>(weighted: readonly (readonly [number, T])[]): T => {
    let at = share()
    return (weighted.find(([part]) => (at -= part) < 0) ?? weighted[0])?.[1] as T
  }
  return { share, below, of, by }
}
