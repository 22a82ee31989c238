import type { JsonObject, JsonValue } from '../terms/json.ts'

/** One thing that is said or shown in a message of a chat. */
export type Part = { readonly text: string } | { readonly image: JsonObject }

const isText = (part: Part): part is { readonly text: string } => 'text' in part

/** What was said in one piece, and what stands between it and what was said before. */
type Said = { readonly parts: readonly Part[]; readonly glue: string }

/** A message of the chat while more may be said in it. */
type Open = {
  readonly role: string
  readonly said: Said[]
  readonly thoughts: string[]
  readonly calls: JsonObject[]
}

/**
 * The messages of a chat, as they are put together. What one side says in a row becomes one message, calls included: many chat
 * templates take neither two messages of one role in a row nor a system message after the first, and what a tool answers must
 * follow its call.
 */
export class Turns {
  readonly #turns: JsonObject[] = []
  #open: Open | null = null
  /** Images in results of tools: these hold text only, so the images follow them as the user's. */
  readonly #shown: Part[] = []

  /** Parts that are said in one go stand on lines of their own. */
  say(role: string, parts: readonly Part[], glue = '\n\n'): void {
    if (parts.length > 0) this.#turnOf(role).said.push({ parts, glue })
  }

  /** What the model thought before what follows. */
  think(text: string): void {
    if (text !== '') this.#turnOf('assistant').thoughts.push(text)
  }

  call(id: string, name: string, written: string): void {
    this.#turnOf('assistant').calls.push({ id, type: 'function', function: { name, arguments: written } })
  }

  /** The result of a call. `[image]` stands where there is one. */
  result(id: string, parts: readonly Part[], failed = false): void {
    this.#close()
    const text = parts.map((part) => (isText(part) ? part.text : '[image]')).join('\n')
    this.#turns.push({ role: 'tool', tool_call_id: id, content: failed ? `Error: ${text}` : text })
    for (const part of parts) if (!isText(part)) this.#shown.push(part)
  }

  all(): readonly JsonObject[] {
    if (this.#shown.length > 0) this.#turnOf('user')
    this.#close()
    return this.#turns
  }

  #turnOf(role: string): Open {
    if (this.#open?.role === role) return this.#open
    this.#close()
    const shown = this.#shown.splice(0)
    if (shown.length > 0) this.#open = { role: 'user', said: [{ parts: shown, glue: '' }], thoughts: [], calls: [] }
    if (this.#open?.role === role) return this.#open
    this.#close()
    this.#open = { role, said: [], thoughts: [], calls: [] }
    return this.#open
  }

  #close(): void {
    if (this.#open === null) return
    const { role, said, thoughts, calls } = this.#open
    this.#open = null
    this.#turns.push({
      role,
      content: said.length === 0 && calls.length > 0 ? null : contentOf(said),
      ...(thoughts.length === 0 ? {} : { reasoning_content: thoughts.join('\n') }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    })
  }
}

/** A string, as simple servers take nothing else; or a list of parts where there is an image among them. */
function contentOf(said: readonly Said[]): JsonValue {
  const parts = said.flatMap((one) => one.parts)
  if (parts.every(isText)) return said.map(({ parts, glue }, at) => (at === 0 ? '' : glue) + joined(parts)).join('')
  return parts.map((part) =>
    isText(part) ? { type: 'text', text: part.text } : { type: 'image_url', image_url: part.image },
  )
}

const joined = (parts: readonly Part[]): string => parts.map((part) => (isText(part) ? part.text : '')).join('\n')
