/** What is tried in the playground, as it is written there, and as Cordon is asked about it. */
import type { PlaygroundExamples, PlaygroundQuestion } from '../../contract/playground.ts'

export const APIS = ['chat_completions', 'completions', 'embeddings', 'responses', 'messages', 'count_tokens'] as const
export const ATTRIBUTES = [
  ...(['role', 'department', 'tenant', 'team', 'purpose', 'assurance', 'client', 'issuer', 'subject'] as const),
] as const
export type Attribute = (typeof ATTRIBUTES)[number]
/** `value`: one, or several with commas between them. */
export type AttributeRow = { readonly name: Attribute; readonly value: string }

export type Trial = {
  readonly api: (typeof APIS)[number]
  readonly form: 'prompt' | 'body'
  readonly prompt: string
  /** A whole request as JSON, where `form` says so. */
  readonly body: string
  readonly model: string
  readonly attributes: readonly AttributeRow[]
  readonly level: string
  readonly reason: string
  readonly engines: boolean
}

export const NO_TRIAL: Trial = {
  ...{ api: 'chat_completions', form: 'prompt', prompt: '', body: '', model: '', level: '', reason: '' },
  ...{ attributes: [{ name: 'role', value: '' }], engines: false },
}

export type Asked = { readonly question: PlaygroundQuestion } | { readonly why: string } | null

/** The question; why there can be none; or null where nothing was written yet. */
export function toQuestion(trial: Trial, draft: string | null): Asked {
  const { api, form, prompt, model, level, reason, engines } = trial
  if ((form === 'prompt' ? prompt : trial.body).trim() === '') return null
  const body = form === 'body' ? parsed(trial.body) : null
  if (body === undefined) return { why: 'The request is not a JSON object.' }
  const levels = listed(level)
  return {
    question: {
      api,
      ...(body === null ? { prompt, ...(model.trim() !== '' && { model: model.trim() }) } : { body }),
      caller: { attributes: attributesOf(trial.attributes) },
      ...(levels.length > 0 && { levels: [...levels] }),
      ...(reason.trim() !== '' && { reason: reason.trim() }),
      ...(draft !== null && { draft }),
      ...(engines && { engines }),
    },
  }
}

type Body = NonNullable<PlaygroundQuestion['body']>

function parsed(text: string): Body | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined // the caller says that it is none
  }
}

const listed = (text: string): readonly string[] => text.split(',').map((one) => one.trim()).filter((one) => one !== '') // prettier-ignore

/** An attribute that stands in several rows has all their values. */
function attributesOf(rows: readonly AttributeRow[]): Partial<Record<Attribute, string[]>> {
  const all: Partial<Record<Attribute, string[]>> = {}
  for (const { name, value } of rows) if (listed(value).length > 0) all[name] = [...(all[name] ?? []), ...listed(value)]
  return all
}

/** An example, written into the form; what it does not say is empty again, so that it shows what it says it shows. */
export function fromExample({ question, attributes }: PlaygroundExamples['examples'][number]): Trial {
  const rows = Object.entries(attributes).flatMap(([name, values]) => {
    const known = ATTRIBUTES.find((one) => one === name.replace(/^caller\./, ''))
    return known === undefined ? [] : [{ name: known, value: values.join(', ') }]
  })
  return {
    ...NO_TRIAL,
    api: question.api ?? 'chat_completions',
    form: question.body === undefined ? 'prompt' : 'body',
    prompt: question.prompt ?? '',
    body: question.body === undefined ? '' : JSON.stringify(question.body, null, 2),
    model: question.model ?? '',
    attributes: rows.length === 0 ? NO_TRIAL.attributes : rows,
    level: (question.levels ?? []).join(', '),
    reason: question.reason ?? '',
  }
}

/** Where a line and column (from 1) are in a text, in UTF-16 units; the nearest place, where the text has no such. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, one) => sum + one.length + 1, 0)
  const width = (lines[line - 1] ?? '').replace(/\r$/, '').length
  return Math.min(text.length, before + Math.min(width, Math.max(0, column - 1)))
}
