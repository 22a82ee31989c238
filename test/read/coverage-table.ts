import type { ApiTable } from '../../src/read/api-table.ts'
import { fieldsIn } from '../../src/read/shape.ts'
import type { Field, Shape } from '../../src/read/shape.ts'
import { TABLES } from '../../src/read/tables.ts'

const WHAT: Readonly<Record<Field['do'], string>> = {
  allow: 'sent',
  strip: 'stripped, recorded',
  refuse: '400',
  set: 'set by Cordon',
  narrow: 'narrows',
  pseudonymise: 'pseudonym',
}

const PATHS: Readonly<Record<string, string>> = {
  chat_completions: '/v1/chat/completions',
  completions: '/v1/completions',
  embeddings: '/v1/embeddings',
  responses: '/v1/responses',
  messages: '/v1/messages',
  count_tokens: '/v1/messages/count_tokens',
}

const cell = (text: string) => text.replaceAll('|', '\\|')

/** What becomes of a field at a LAN node, and in the cloud. */
function zonesOf({ do: what, zones }: Field, hides: Shape['hides']): readonly [string, string] {
  if (what === 'narrow') return ['dropped', 'narrows']
  if (what !== 'allow') return [WHAT[what], WHAT[what]]
  if (hides === 'encrypted') return ['sent', 'back only to where it came from']
  if (hides !== undefined) return ['sent', 'never']
  return [WHAT[what], zones === 'lan' ? 'dropped' : WHAT[what]]
}

/** Where a shape was described first, by what it is made of: the same may stand in many places. */
type Described = Map<unknown, string>
const madeOf = ({ fields, inner }: Shape) => fields ?? inner
/** A shape with fewer fields than this is described again wherever it stands. */
const SHORT = 4

/** The place at which a shape was described before, or null: then this is the place from now on. */
function describedAt(shape: Shape, place: string, described: Described): string | null {
  if (fieldsIn(shape).length < SHORT) return null
  const before = described.get(madeOf(shape))
  if (before === undefined) described.set(madeOf(shape), place)
  return before ?? null
}

function linesIn(shape: Shape, path: string, outside: Inside): readonly string[] {
  const inside = shape.hides === undefined ? outside : { ...outside, hides: shape.hides }
  const rows = (shape.fields ?? []).flatMap((row) => {
    const name = path === '' ? row.field : `${path}.${row.field}`
    return name.endsWith('>.type') ? [] : linesOf(name, row, inside)
  })
  const others = (shape.inner ?? []).flatMap(({ as, shape: inner }) => {
    const before = describedAt(inner, inside.place(path + as), inside.described)
    return before === null ? linesIn(inner, path + as, inside) : [`| \`${path + as}\` | | | as ${before} | |`]
  })
  return [...rows, ...others]
}

type Inside = {
  readonly described: Described
  readonly place: (path: string) => string
  /** What cannot be read in all of it. */
  readonly hides: Shape['hides']
}

function linesOf(name: string, row: Field, inside: Inside): readonly string[] {
  const [lan, cloud] = zonesOf(row, row.is.hides ?? inside.hides)
  const before = row.do === 'refuse' ? null : describedAt(row.is, inside.place(name), inside.described)
  const is = row.do === 'refuse' ? '' : before === null ? cell(row.is.says) : `as ${before}`
  const line = `| \`${name}\` | ${lan} | ${cloud} | ${is} | ${cell(row.why)} |`
  return before === null ? [line, ...linesIn(row.is, name, inside)] : [line]
}

/** Every field of one API but the `type` that tells parts apart. */
function tableOf({ api, request }: ApiTable, described: Described): string {
  const place = (path: string) => `\`${path}\` of \`${PATHS[api] ?? api}\``
  const head = ['| Field | LAN | Cloud | Must be | Why |', '|---|---|---|---|---|']
  const lines = new Set(linesIn(request, '', { described, place, hides: undefined }))
  return [`## \`POST ${PATHS[api] ?? api}\``, '', ...head, ...lines, ''].join('\n')
}

const HEAD = `# Coverage: every field of every API, and what becomes of it

Generated from the allow-lists that the reader goes by; a test fails when it is stale. How a request is read as a whole is in
[reading.md](reading.md).

\`[]\` stands for every entry of a list, \`<text>\` for an entry whose \`type\` is \`text\`. A field that is not listed is refused by name, or
stripped and recorded where the configuration says \`lenient\`. **sent** means: once the policy permits the zone at all; it says nothing about
the level that the field's text has. **never** means: it cannot be read, so that the prompt counts as the top level and goes to no cloud. What stands in several places is described at the first of them.
`

export function coveragePage(): string {
  const described: Described = new Map()
  return [HEAD, ...TABLES.map((table) => tableOf(table, described))].join('\n')
}
