import type { JsonObject, JsonValue } from '../terms/json.ts'
import { objectOf, textOf } from './look.ts'
import { entriesOf, saidIn, UNKNOWN, untranslatable } from './refuse.ts'
import type { Part } from './turns.ts'

/** The texts and images of a message's, a document's or a result's content. */
export function partsOf(content: JsonValue | undefined, at: string): readonly Part[] {
  if (typeof content === 'string') return texts(content)
  return entriesOf(content, at).flatMap(([block, place]) => partOf(block, place))
}

/** The texts and images of one block. Throws for a block that a chat has no equivalent of. */
export function partOf(block: JsonObject, at: string): readonly Part[] {
  const source = objectOf(block['source'])
  switch (block['type']) {
    case 'text':
      return [...texts(saidIn(block['text'], at)), ...citations(block, at)]
    case 'image':
      if (source['type'] !== 'base64') throw untranslatable(at, 'its image does not stand in the request itself')
      return [{ image: { url: `data:${textOf(source['media_type'])};base64,${textOf(source['data'])}` } }]
    case 'document':
      return documentOf(block, source, at)
    case 'search_result':
      return [...texts(block['title'], block['source']), ...partsOf(block['content'], `${at}.content`)]
    case 'tool_reference':
      return texts(block['tool_name'])
    case 'compaction':
      if (textOf(block['content']) === '') throw untranslatable(at, 'what it was summed up to is sealed')
      return texts(block['content'])
    default:
      throw untranslatable(at, UNKNOWN)
  }
}

function documentOf(block: JsonObject, source: JsonObject, at: string): readonly Part[] {
  const head = texts(block['title'], block['context'])
  if (source['type'] === 'text') return [...head, ...texts(source['data'])]
  if (source['type'] === 'content') return [...head, ...partsOf(source['content'], `${at}.source.content`)]
  throw untranslatable(at, 'it reads no documents but plain text')
}

/** What an earlier answer quoted: it is not in its text. */
export const citations = (block: JsonObject, at: string): readonly Part[] =>
  entriesOf(block['citations'], `${at}.citations`).flatMap(([one]) =>
    texts(one['document_title'], one['title'], one['source'], one['url'], one['cited_text']),
  )

const texts = (...values: readonly (JsonValue | undefined)[]): readonly Part[] =>
  values.map(textOf).flatMap((text) => (text === '' ? [] : [{ text }]))
