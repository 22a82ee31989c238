import type { Segment } from '../terms/prompt.ts'
import { alphabetOf } from './has-run.ts'
import { LABEL, NO_WORDS, ROLE, saidAtEnd, saidBefore, wordsBefore } from './name-contexts.ts'
import type { Says } from './name-contexts.ts'
import type { Word } from './name-runs.ts'

/** So much is read before a name. */
const BEFORE = 64

/** The name of a tool, where it is offered and where it is called, is none of a person. */
const isOfTool = (role: string, path: string): boolean =>
  role === 'tools' ||
  path === '/input/name' ||
  (role === 'assistant' && /\/(?:content|function|custom)\/name$/.test(path))

type Asked = { readonly first: Word; readonly isCell: (at: number) => boolean }

/** What the words before a place, its path and its column say of a name there. */
export function saysOf(text: string, { path, role }: Segment, { first: { start }, isCell }: Asked): Says {
  const from = Math.max(0, start - BEFORE)
  const words = wordsBefore(text, from, start)
  const isLabelled = mayBeLabelled(text, start)
  if (!isLabelled && words === NO_WORDS && start >= 2) return isCell(start) ? 'label' : 'none'
  const before = text.slice(from, start)
  if (isLabelled && LABEL.test(before)) return 'label'
  if (isLabelled && ROLE.test(before)) return 'role'
  if (start < 2 && !isOfTool(role, path) && NAME_KEY.test(path)) return 'label'
  if (isCell(start)) return 'label'
  if (/[?!]["')]?\s+$/.test(before)) return 'none' // a sentence ended
  if (/\n\s*[-*–]{0,2}\s*$/.test(before) || /,\s{1,2}$/.test(before)) {
    const says = saidAtEnd(words)
    return says !== 'none' || before.endsWith('\n') ? says : saidAfterComma(words)
  }
  const says = saidBefore(words)
  if (!/\.["')]?\s+$/.test(before)) return says === 'relation' ? asRelation(before) : says
  return says === 'title' && ABBREVIATED.test(before) ? 'title' : 'none'
}

/** The longest stretch of spaces and quotes behind the sign that ends a label. */
const MOST_BETWEEN = 28
const BETWEEN = alphabetOf(' \t\n\v\f\r"\'`*[')
const SIGNS = alphabetOf(':=|')
const WIDE_COLON = 0xff1a

/** Whether a sign that ends a label stands right before a place, or a tab or two spaces. A question to ask before longer ones. */
function mayBeLabelled(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1)
  if (before === 9 || (before === 32 && text.charCodeAt(start - 2) === 32)) return true
  let at = start - 1
  while (start - at <= MOST_BETWEEN && (BETWEEN[text.charCodeAt(at)] === 1 || isOtherSpace(text, at))) at--
  return SIGNS[text.charCodeAt(at)] === 1 || text.charCodeAt(at) === WIDE_COLON
}

const isOtherSpace = (text: string, at: number): boolean => text.charCodeAt(at) > 127 && /\s/.test(text.charAt(at))

/** Titles that are written with a dot; after any other a sentence ended. */
const ABBREVIATED =
  /(?:^|[^\p{L}\p{N}])(?:dr|dra|sra?|mrs?|ms|sig|dott|avv|prof|mme|mlle|dhr|mw|mevr|ir|drs|p|exmo|exma|hr|fr|lek|mgr|inż|mec|adw|mudr|judr|lic|licda|ing|arq)\.\s+$/iu

const NAME_KEY =
  /(?:^|[/_])(?:full_?|first_?|last_?|given_?|family_?|customer_?|patient_?)?(?:name|nombre|nom|nome|naam|imie|nazwisko|vorname|nachname|cognome|prenom|apellidos?)$/i

/** `my wife, Anna` and `Hello, Anna`. */
function saidAfterComma(words: string): Says {
  const says = saidBefore(words)
  return says === 'relation' || says === 'greeting' || says === 'strong' ? says : 'none'
}

/** `Patient Care Unit` is a heading: a word that begins with a capital has to follow one like `der` or `the`. */
function asRelation(before: string): Says {
  const [, lead = '', word = ''] = /(?:(\p{L}+)\s)?(\p{L}+)\s+$/u.exec(before) ?? []
  return /^\p{Ll}/u.test(word) ||
    /^(?:d\p{L}{2}|(?:m|d|s|k)?ein\p{L}{0,2}|unser\p{L}{0,2}|ihr\p{L}{0,2}|laut|als)$/iu.test(lead)
    ? 'relation'
    : 'weak'
}
