import { chatRequest } from '../../src/read/chat-fields.ts'
import { fieldsIn } from '../../src/read/shape.ts'
import type { Field } from '../../src/read/shape.ts'

const WHAT: Readonly<Record<Field['do'], string>> = {
  allow: 'sent',
  strip: 'stripped, recorded',
  refuse: '400',
  set: 'set by Cordon',
  narrow: 'narrows',
  pseudonymise: 'pseudonym',
}

const cell = (text: string) => text.replaceAll('|', '\\|')

function rowOf({ path, row }: { readonly path: string; readonly row: Field }): string {
  const what = row.zones === 'lan' ? 'sent, LAN only' : WHAT[row.do]
  const is = row.do === 'refuse' ? '' : row.is.says
  return `| \`${path}\` | ${what} | ${cell(is)} | ${cell(row.why)} |`
}

/** The table of docs/reading.md, from the allow-list itself: every field but the `type` that tells parts apart. */
export function fieldTable(): string {
  const rows = new Set(
    fieldsIn(chatRequest)
      .filter(({ path }) => !path.endsWith('>.type'))
      .map(rowOf),
  )
  return ['| Field | What becomes of it | Must be | Why |', '|---|---|---|---|', ...rows].join('\n')
}
