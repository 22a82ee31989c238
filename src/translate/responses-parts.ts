import type { JsonObject, JsonValue } from '../terms/json.ts'
import { picked, textOf } from './look.ts'
import { entriesOf, saidIn, UNKNOWN, untranslatable } from './refuse.ts'
import type { Part } from './turns.ts'

/** The texts and images of an item's content, or of a tool's output. */
export function partsOf(content: JsonValue | undefined, at: string): readonly Part[] {
  if (typeof content === 'string') return [{ text: content }]
  return entriesOf(content, at).map(([part, place]) => partOf(part, place))
}

function partOf(part: JsonObject, at: string): Part {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { text: [saidIn(part['text'], at), ...quotes(part, at)].join('\n') }
    case 'refusal':
      return { text: saidIn(part['refusal'], at) }
    case 'input_image':
      if (!/^data:/i.test(textOf(part['image_url'])))
        throw untranslatable(at, 'its image does not stand in the request itself')
      return { image: { url: textOf(part['image_url']), ...detailOf(part) } }
    default:
      throw untranslatable(at, UNKNOWN)
  }
}

/** A chat knows no `original`. */
const detailOf = (part: JsonObject): JsonObject =>
  part['detail'] === 'original' ? { detail: 'high' } : picked(part, ['detail'])

/** What an earlier answer referred to: it is not in its text. */
const quotes = (part: JsonObject, at: string): readonly string[] =>
  entriesOf(part['annotations'], `${at}.annotations`).flatMap(([one]) =>
    [one['title'], one['url'], one['filename'], one['content']].map(textOf).filter((text) => text !== ''),
  )

/** What a local model thought, in words: not what is sealed, nor what a maker tells of its sealed thoughts. */
export function thoughtIn({ content, encrypted_content: sealed, signature }: JsonObject, at: string): string {
  if (textOf(sealed) !== '' || textOf(signature) !== '') return ''
  return entriesOf(content, `${at}.content`)
    .map(([part, place]) => saidIn(part['text'], place))
    .join('\n')
}
