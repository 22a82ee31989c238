import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { countOf, isCount, objectOf, objectsIn, textOf } from './look.ts'

export type Usage = {
  readonly input: number
  readonly output: number
  readonly cached: number
  readonly reasoning: number
}

/** What a chat completion says, piece by piece, whatever it came in. */
export type Step =
  | { readonly kind: 'thought' | 'text' | 'refusal'; readonly text: string }
  /** A piece of a call. `slot` tells calls apart; `id` and `name` are empty where the piece does not say. */
  | { readonly kind: 'call'; readonly slot: number; readonly id: string; readonly name: string; readonly text: string }
  /** `matched` is the stop sequence that was met, where the server says. */
  | { readonly kind: 'finish'; readonly reason: string; readonly matched: string | null }
  | { readonly kind: 'usage'; readonly usage: Usage }

/** The steps of a whole chat completion; null when it is none. Only the first choice counts. */
export function stepsOf(answer: JsonObject): readonly Step[] | null {
  const choice = firstOf(answer)
  const message = choice?.['message']
  if (choice === null || !isJsonObject(message)) return null
  const calls = callsIn(message).map((piece, slot) => callStep(piece, slot))
  return [...saidIn(message), ...calls, ...finishOf(choice), ...usageOf(answer)]
}

/** Reads the chunks of one stream. Only the first choice counts. */
export class Steps {
  /** Which call each id and each index stands for. */
  readonly #byId = new Map<string, number>()
  readonly #byIndex = new Map<number, { slot: number; id: string }>()
  #slots = 0

  chunk(chunk: JsonObject): readonly Step[] {
    const choice = firstOf(chunk)
    if (choice === null) return usageOf(chunk)
    const delta = objectOf(choice['delta'])
    const calls = callsIn(delta).map((piece) => callStep(piece, this.#slotOf(piece)))
    return [...saidIn(delta), ...calls, ...finishOf(choice), ...usageOf(chunk)]
  }

  #slotOf(piece: JsonObject): number {
    const { index } = piece
    const [id, name] = [textOf(piece['id']), textOf(objectOf(piece['function'])['name'])]
    const slot = typeof index === 'number' ? this.#slotAt(index, id, name) : this.#slotWithout(id, name)
    if (id !== '') this.#byId.set(id, slot)
    return slot
  }

  /**
   * Servers that give each call whole have been seen to give all of them the same index; others, a new id with each piece. So
   * another call begins where there is both another id and a name.
   */
  #slotAt(index: number, id: string, name: string): number {
    const known = this.#byIndex.get(index)
    const isAnother = id !== '' && name !== '' && known?.id !== '' && known?.id !== id
    if (known !== undefined && !isAnother) {
      known.id ||= id
      return known.slot
    }
    const slot = this.#slots++
    this.#byIndex.set(index, { slot, id })
    return slot
  }

  /** Servers that give a call whole leave its index out; then its id, if it has one, or its name begins another. */
  #slotWithout(id: string, name: string): number {
    const known = id === '' ? undefined : this.#byId.get(id)
    if (known !== undefined) return known
    return id !== '' || name !== '' || this.#slots === 0 ? this.#slots++ : this.#slots - 1
  }
}

function saidIn(message: JsonObject): readonly Step[] {
  const thought = textOf(message['reasoning_content']) || textOf(message['reasoning'])
  const pieces = [
    { kind: 'thought', text: thought },
    { kind: 'text', text: textIn(message['content']) },
    { kind: 'refusal', text: textOf(message['refusal']) },
  ] as const
  return pieces.filter(({ text }) => text !== '')
}

const textIn = (content: JsonValue | undefined): string =>
  textOf(content) ||
  objectsIn(content)
    .map(({ text }) => textOf(text))
    .join('')

/** A list; older versions of TGI have a single call there. */
const callsIn = ({ tool_calls: calls }: JsonObject): readonly JsonObject[] =>
  isJsonObject(calls) ? [calls] : objectsIn(calls)

function callStep(piece: JsonObject, slot: number): Step {
  const { name, arguments: written } = objectOf(piece['function'])
  const text = typeof written === 'string' ? written : (written ?? null) === null ? '' : JSON.stringify(written)
  return { kind: 'call', slot, id: textOf(piece['id']), name: textOf(name), text }
}

const firstOf = (answer: JsonObject): JsonObject | null =>
  objectsIn(answer['choices']).find(({ index }) => (index ?? 0) === 0) ?? null

function finishOf(choice: JsonObject): readonly Step[] {
  const { finish_reason: reason, stop_reason: matched } = choice
  return typeof reason === 'string' ? [{ kind: 'finish', reason, matched: textOf(matched) || null }] : []
}

function usageOf({ usage }: JsonObject): readonly Step[] {
  const { prompt_tokens: input, completion_tokens, prompt_tokens_details, completion_tokens_details } = objectOf(usage)
  if (!isCount(input)) return []
  const cached = Math.min(input, countOf(objectOf(prompt_tokens_details)['cached_tokens']))
  const reasoning = countOf(objectOf(completion_tokens_details)['reasoning_tokens'])
  return [{ kind: 'usage', usage: { input, output: countOf(completion_tokens), cached, reasoning } }]
}
