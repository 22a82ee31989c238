/** What was sealed of a request, handed out as it lies there: to open it takes a private key that never comes here. */
import type { IndexDesk } from '../audit/index/index-desk.ts'
import { callerOf, partOf } from '../audit/open-sealed.ts'
import type { SealStore } from '../audit/seal-store.ts'
import { AskSealed } from '../contract/sealed.ts'
import type { SEALED, SealedContent } from '../contract/sealed.ts'
import type { Asked } from '../serve/admin-operations.ts'
import type { Caller } from '../terms/caller.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { json } from './front-desk.ts'
import type { Work } from './front-desk.ts'

export type SealedParts = {
  readonly index: IndexDesk
  /** Where sealed content lies; null where nothing is sealed. */
  readonly store: SealStore | null
  /** Makes a record durable. */
  readonly append: (record: JsonObject) => Promise<unknown>
  readonly pseudonymOf: (caller: Caller) => string
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
}

/**
 * Hands out sealed content of a request that somebody may open. `audit.opened`, with the reason that they gave, is on disk before; where
 * there is nothing to hand out, the usual `audit.read` is all there is.
 */
export function sealedWorks(parts: SealedParts): Readonly<Record<keyof typeof SEALED, Work>> {
  const sealed: Work = async (asked, { caller: reader, grants }) => {
    const reason = await reasonOf(asked)
    const request = asked.params['request'] ?? ''
    const { body } = await parts.index.ask({ what: 'record', request, scope: grants.sealed })
    const about = { reason: parts.digest(reason) }
    if (body === null) return { answer: null, rows: 0, asked: { ...about, request: parts.digest(request) } }
    const content = await contentOf(parts.store, request, body)
    if (content.state === 'sealed') {
      const opened = content.answer === null ? ['prompt'] : ['prompt', 'answer']
      const whose = callerOf(objectAt(body, 'decision'))
      await parts.append({ type: 'audit.opened', request, caller: whose, parts: opened, reason, by: parts.pseudonymOf(reader), asked: asked.id }) // prettier-ignore
    }
    return { answer: json(content), rows: 1, asked: { ...about, request } }
  }
  return { sealed }
}

async function reasonOf(asked: Asked): Promise<string> {
  if (asked.query.size > 0) throw new Problem('invalid_request', 'a query', { says: 'There are no parameters here.' })
  const read = AskSealed.safeParse(await asked.body())
  if (read.success) return read.data.reason
  const says = 'Say why in "reason", and nothing else: one line of 1 to 500 characters.'
  throw new Problem('invalid_request', 'no reason', { says, param: 'reason' })
}

const objectAt = (body: JsonObject, name: string): JsonObject => {
  const value = body[name]
  return isJsonObject(value) ? value : {}
}

async function contentOf(store: SealStore | null, request: string, body: JsonObject): Promise<SealedContent> {
  const [decision, outcome] = [objectAt(body, 'decision'), objectAt(body, 'outcome')]
  const [prompt, answer, caller] = [partOf(decision), partOf(outcome), callerOf(decision)]
  if (prompt === null || caller === null) return { state: 'none', request }
  const key = (await store?.getKey({ caller, request })) ?? null
  const jwe = (await store?.get(prompt.sha256)) ?? null
  if (key === null || jwe === null) return { state: 'gone', request }
  const said = answer === null ? null : ((await store?.get(answer.sha256)) ?? null)
  const part = (text: string, record: JsonObject, cut: boolean) => ({ jwe: text, bytes: bytesIn(record), cut })
  return {
    ...{ state: 'sealed', request, key, recipients: recipientsOf(key) },
    prompt: part(jwe, decision, prompt.cut),
    answer: said === null ? null : part(said, outcome, answer?.cut ?? false),
  }
}

const bytesIn = (record: JsonObject): number => Number(objectAt(record, 'sealed')['bytes'] ?? 0)

/** Whose keys a wrapped key is for, as it says itself. */
function recipientsOf(key: string): string[] {
  const { recipients } = JSON.parse(key) as { readonly recipients?: readonly { readonly header?: { readonly kid?: JsonValue } }[] } // prettier-ignore
  return (recipients ?? []).flatMap(({ header }) => (typeof header?.kid === 'string' ? [header.kid] : []))
}
