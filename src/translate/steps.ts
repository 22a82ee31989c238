import type { JsonObject } from '../terms/json.ts'
import { countOf, objectOf, objectsIn, textOf } from './look.ts'

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

/** Reads the chunks of one stream, or one whole answer. Only the first choice counts. */
export class Steps {
  readonly #ids: string[] = []

  /** Null when this is no chat completion. */
  whole(answer: JsonObject): readonly Step[] | null {
    const choice = firstOf(answer)
    if (choice === null) return null
    return [...this.#pieces(objectOf(choice['message'])), ...finishOf(choice), ...usageOf(answer)]
  }

  chunk(chunk: JsonObject): readonly Step[] {
    const choice = firstOf(chunk)
    const said = choice === null ? [] : [...this.#pieces(objectOf(choice['delta'])), ...finishOf(choice)]
    return [...said, ...usageOf(chunk)]
  }

  #pieces(message: JsonObject): readonly Step[] {
    const { content, refusal } = message
    const thought = textOf(message['reasoning_content']) || textOf(message['reasoning'])
    const said =
      typeof content === 'string'
        ? content
        : objectsIn(content)
            .map(({ text }) => textOf(text))
            .join('')
    const pieces = [
      { kind: 'thought', text: thought },
      { kind: 'text', text: said },
      { kind: 'refusal', text: textOf(refusal) },
    ] as const
    return [
      ...pieces.filter(({ text }) => text !== ''),
      ...objectsIn(message['tool_calls']).map((one) => this.#call(one)),
    ]
  }

  /** Servers that give a call whole leave its index out; then its id, if it has one, or its name begins another. */
  #call(piece: JsonObject): Step {
    const { name, arguments: called } = objectOf(piece['function'])
    const id = textOf(piece['id'])
    const text = typeof called === 'string' ? called : called === undefined ? '' : JSON.stringify(called)
    const slot = this.#slotOf(piece['index'], id, textOf(name))
    if (id !== '') this.#ids[slot] = id
    else this.#ids[slot] ??= ''
    return { kind: 'call', slot, id, name: textOf(name), text }
  }

  #slotOf(index: unknown, id: string, name: string): number {
    if (typeof index === 'number') return index
    const known = id === '' ? -1 : this.#ids.indexOf(id)
    if (known !== -1) return known
    return id !== '' || name !== '' ? this.#ids.length : Math.max(0, this.#ids.length - 1)
  }
}

function firstOf(answer: JsonObject): JsonObject | null {
  const choices = objectsIn(answer['choices'])
  return choices.find(({ index }) => (index ?? 0) === 0) ?? null
}

function finishOf(choice: JsonObject): readonly Step[] {
  const { finish_reason: reason, stop_reason: matched } = choice
  return typeof reason === 'string' ? [{ kind: 'finish', reason, matched: textOf(matched) || null }] : []
}

function usageOf({ usage }: JsonObject): readonly Step[] {
  const { prompt_tokens, completion_tokens, prompt_tokens_details, completion_tokens_details } = objectOf(usage)
  if (prompt_tokens === undefined) return []
  const input = countOf(prompt_tokens)
  const cached = Math.min(input, countOf(objectOf(prompt_tokens_details)['cached_tokens']))
  const reasoning = countOf(objectOf(completion_tokens_details)['reasoning_tokens'])
  return [{ kind: 'usage', usage: { input, output: countOf(completion_tokens), cached, reasoning } }]
}
