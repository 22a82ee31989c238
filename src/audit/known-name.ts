import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'

/** Turns a text into a name that says nothing of it. */
type Digest = (text: string) => string

const SLUG = /^[a-z][a-z0-9]*(?:[/_-][a-z0-9]{1,16}){0,5}$/i
const WORDS = /^[A-Z][A-Za-z0-9]{1,15}(?: [A-Z][A-Za-z0-9]{1,15}){0,2}$/
const SUFFIX = /^(?:[-:@.][\w.]{1,16}){0,3}$/
const NUMBERS = /\d{3}/

/** The name of a dropped field as it is when it is a field of an API; anything else was the caller's text. */
export function fieldName(name: string, isField: (name: string) => boolean, digest: Digest): string {
  if (isField(name)) return name
  const [, kind] = /^(anthropic-beta):/.exec(name) ?? []
  return kind === undefined ? digest(name) : `${kind}:${digest(name.slice(kind.length + 1))}`
}

const FLAG = /^[a-z][a-z_]{0,31}$/

/** A provider as an answer names it (`Mistral`, `Google AI Studio`). Anything longer or with numbers in it is text. */
export function providerName(name: string | null, digest: Digest): string | null {
  if (name === null) return null
  return WORDS.test(name) && !NUMBERS.test(name) ? name : digest(name)
}

/**
 * The model that an answer names: as it is when the configuration knows it, or when it is a dated or tagged form of the model
 * that was asked for (`gpt-4o-2024-08-06`); otherwise a digest, because an answer can put anything there.
 */
export function servedModel(
  name: string | null,
  asked: readonly string[],
  { mayName, digest }: { readonly mayName: (model: string) => boolean; readonly digest: Digest },
): string | null {
  if (name === null) return null
  const forms = asked.flatMap((model) => [model, model.slice(model.lastIndexOf('/') + 1)])
  const isForm = forms.some((form) => form !== '' && name.startsWith(form) && SUFFIX.test(name.slice(form.length)))
  return mayName(name) || isForm ? name : digest(name)
}

/** OpenRouter's `provider` object as it is sent. A caller may have narrowed it, so texts that are no slug become digests. */
export function providerFlags(flags: JsonObject, digest: Digest): JsonObject {
  const clean = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return SLUG.test(value) && !NUMBERS.test(value) ? value : digest(value)
    if (Array.isArray(value)) return value.map((item: JsonValue) => clean(item))
    return isJsonObject(value) ? providerFlags(value, digest) : value
  }
  return Object.fromEntries(
    Object.entries(flags).map(([key, value]) => [FLAG.test(key) ? key : digest(key), clean(value)]),
  )
}
