/** How many tokens some texts come to, whatever the tokenizer: at least and at most, as far as can be said without one. */
export type TokenCount = { readonly least: number; readonly most: number }

/** What a template puts around each text, at most. */
const AROUND = 8
/** Few tokens of any vocabulary stand for more than this many characters that are no blanks. */
const LONGEST = 8

const KIND = { lower: 1, upper: 2, blank: 3, other: 4 } as const

/**
 * Counts without a tokenizer, in one pass. `most`: three small letters, two capitals, one digit or mark to a token, one for each line
 * feed, one for each character beyond ASCII and two from U+2E80 on, and a few around each text: on prose about twice what there are.
 * `least`: eight characters to a token. Neither is a proof; a text made to break it can.
 */
export function tokensIn(texts: Iterable<string>): TokenCount {
  let [most, visible] = [0, 0]
  for (const text of texts) {
    most += AROUND
    let [run, kind] = [0, 0]
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      const now = kindOf(code)
      if (now !== kind) {
        most += costOf(run, kind)
        run = 0
        kind = now
      }
      run += weightOf(code)
      if (now !== KIND.blank) visible += 1
    }
    most += costOf(run, kind)
  }
  return { least: Math.ceil(visible / LONGEST), most: Math.ceil(most) }
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return KIND.lower
  if (code >= 65 && code <= 90) return KIND.upper
  return code === 32 || code === 9 ? KIND.blank : KIND.other
}

const weightOf = (code: number): number => (code >= 0x2e80 ? 2 : 1)

function costOf(run: number, kind: number): number {
  if (kind === KIND.lower) return Math.ceil(run / 3)
  if (kind === KIND.upper) return Math.ceil(run / 2)
  return kind === KIND.blank ? Math.floor(run / 2) : run // one blank belongs to the word after it
}
