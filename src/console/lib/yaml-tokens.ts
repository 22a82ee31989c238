/**
 * Colours for a policy's source. It reads only as much YAML as a policy is written in; what it does not know is plain text, and nothing is
 * ever left out: the pieces of a line, joined, are that line.
 */

export type YamlKind = 'comment' | 'key' | 'text' | 'number' | 'word' | 'mark' | 'plain'
export type YamlToken = { readonly kind: YamlKind; readonly text: string }

const PIECES: readonly (readonly [YamlKind, RegExp])[] = [
  ['plain', /^\s+/],
  ['comment', /^#.*/],
  ['key', /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\p{L}\p{N}_(][^\s:#,[\]{}"]*(?: [^\s:#,[\]{}"-]+)*)(?=\s*:(?:\s|$))/u],
  ['text', /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/],
  ['mark', /^(?:---|\.\.\.)(?=\s|$)|^[-?](?=\s|$)|^[{}[\],:|>&*!]/],
  ['number', /^[-+]?\d[\d._]*(?=\s*(?:[,\]}]|$|\s#))/],
  ['word', /^(?:true|false|null|~)(?=\s*(?:[,\]}]|$|\s#))/],
  // a plain scalar goes on until a comma or bracket, a comment, or a colon that ends a key
  ['text', /^(?:(?![,[\]{}])(?!\s#)(?!:(?:\s|$)).)+/u],
]

/** A text in lines, each in pieces. */
export function yamlTokens(text: string): readonly (readonly YamlToken[])[] {
  let block: number | null = null
  return text.split(/\r?\n/).map((line) => {
    const indent = line.search(/\S/)
    if (block !== null && (indent === -1 || indent > block)) return line === '' ? [] : [{ kind: 'text', text: line }]
    block = /[:-]\s+[|>][-+\d]*\s*(?:#.*)?$/.test(line) ? Math.max(0, indent) : null
    return lineTokens(line)
  })
}

function lineTokens(line: string): readonly YamlToken[] {
  const tokens: YamlToken[] = []
  let rest = line
  while (rest !== '') {
    const [kind, text] = next(rest)
    tokens.push({ kind, text })
    rest = rest.slice(text.length)
  }
  return tokens
}

function next(rest: string): readonly [YamlKind, string] {
  for (const [kind, pattern] of PIECES) {
    const found = pattern.exec(rest)?.[0] ?? ''
    if (found !== '') return [kind, found]
  }
  return ['plain', rest.slice(0, 1)]
}
