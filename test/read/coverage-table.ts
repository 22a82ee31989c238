import type { ApiTable } from '../../src/read/api-table.ts'
import { fieldsIn } from '../../src/read/shape.ts'
import type { Field } from '../../src/read/shape.ts'
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
function zonesOf({ do: what, zones }: Field): readonly [string, string] {
  if (what === 'narrow') return ['dropped', 'narrows']
  return [WHAT[what], zones === 'lan' && what === 'allow' ? 'dropped' : WHAT[what]]
}

function rowOf({ path, row }: { readonly path: string; readonly row: Field }): string {
  const [lan, cloud] = zonesOf(row)
  const is = row.do === 'refuse' ? '' : row.is.says
  return `| \`${path}\` | ${lan} | ${cloud} | ${cell(is)} | ${cell(row.why)} |`
}

/** Every field of one API but the `type` that tells parts apart. */
function tableOf({ api, request }: ApiTable): string {
  const rows = new Set(
    fieldsIn(request)
      .filter(({ path }) => !path.endsWith('>.type'))
      .map(rowOf),
  )
  const head = ['| Field | LAN | Cloud | Must be | Why |', '|---|---|---|---|---|']
  return [`## \`POST ${PATHS[api] ?? api}\``, '', ...head, ...rows, ''].join('\n')
}

const HEAD = `# Coverage: every field of every API, and what becomes of it

Generated from the allow-lists that the reader goes by; a test fails when it is stale. How a request is read as a whole is in
[reading.md](reading.md).

\`[]\` stands for every entry of a list, \`<text>\` for an entry whose \`type\` is \`text\`. A field that is not listed is refused by name, or
stripped and recorded where the configuration says \`lenient\`. **sent** means: once the policy permits the zone at all; it says nothing about
the level that the field's text has.
`

export const coveragePage = (): string => [HEAD, ...TABLES.map(tableOf)].join('\n')
