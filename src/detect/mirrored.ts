import { phrases } from './fold.ts'
import { keywordsOf } from './keywords.ts'
import type { Layer } from './layer.ts'

/** A way to write a text that hides it from whoever looks for words and prints. Doing it again undoes it. */
type Manner = {
  readonly write: (text: string) => string
  readonly span: (length: number, start: number, end: number) => readonly [start: number, end: number]
  /** What says that something is written so; the last words are enough to look for it. */
  readonly says: RegExp
  readonly saying: string
  /** How known beginnings and ends look when they are written so: each with what has to be in a text for it. */
  readonly prints: readonly (readonly [needs: readonly string[], print: RegExp])[]
}

function backwards(text: string): string {
  let out = ''
  for (let at = text.length - 1; at >= 0; at--) out += text.charAt(at)
  return out
}

const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0)
    return String.fromCharCode((code & 0x60) + (((code & 0x1f) + 12) % 26) + 1)
  })

const BACKWARDS: Manner = {
  write: backwards,
  span: (length, start, end) => [length - end, length - start],
  says: /\b(?:reversed?|backwards?|mirrored|r[üu]ckw[äa]rts|envers|rev[ée]s|contr[áa]rio|rovescio|achterstevoren|wspak)\b/i,
  saying: 'reversed,reverse,backwards,backward,mirrored,ruckwarts,envers,reves,contrario,rovescio,achterstevoren,wspak',
  prints: [
    [['@'], /(?<![\w@.-])(?:moc|gro|ten|ude|vog|oi|ed|rf|se|ti|ln|lp|tp|ku)\.[\w.-]{1,64}@\w/],
    [['-'], /(?<![\d-])\d{4}-\d\d-\d{3}(?![\d-])/],
    [
      ['AIKA', 'AISA', 'azIA', '_', '-'],
      /\w(?:AIKA|AISA|_phg|_ohg|-jorp-ks|-tna-ks|_evil_ks|azIA|-bxox|-pxox)(?![\w-])/,
    ],
  ],
}

const ROT13: Manner = {
  write: turned,
  span: (_, start, end) => [start, end],
  says: /\brot[ -]?13\b|\bc(?:a?esar|ipher|ifrad[oa])\b/i,
  saying: 'rot,rot13,caesar,cesar,cipher,cifrado,cifrada',
  prints: [
    [
      ['NXVN', 'NFVN', 'NVmn', '_', '-'],
      /(?<![\w-])(?:NXVN|NFVN|tuc_|tub_|fx-cebw-|fx-nag-|fx_yvir_|NVmn|kbko-|kbkc-)\w/,
    ],
    [['@'], /@[\w.-]{1,64}\.(?:pbz|bet|arg|rqh|tbi)(?![\w-])/],
  ],
}

/** Words that no text goes without for long, and labels. Turned or from the end they are no words of a language that is known here. */
const COMMON =
  'the and with from this that what your have name email mail phone number card password secret token account address birth born ssn iban passport patient doctor und nicht meine geburtsdatum nummer telefon pour avec numero nombre telefono paciente contrasena nascimento adres'
/** Shorter ones, some of which are words in either direction: they count beside one of these. */
const SHORT = 'my is of to in for you his her mein ist mon est mi es il um'

/** A common word of so many letters is enough by itself. */
const ENOUGH = 6

type Signs = {
  readonly mayBe: (text: string) => boolean
  readonly common: ReadonlySet<string>
  readonly short: ReadonlySet<string>
}

const MANNERS: readonly (readonly [Manner, Signs])[] = [BACKWARDS, ROT13].map((manner) => {
  const common = COMMON.split(' ').map(manner.write)
  const words = keywordsOf(phrases(manner.saying, ',', common.join(',')))
  return [manner, { mayBe: words.isIn, common: new Set(common), short: new Set(SHORT.split(' ').map(manner.write)) }]
})

/**
 * A text read from its end, and one with its letters turned by half the alphabet (ROT13): where it says that something is written so, or
 * where words, keys or addresses stand in it that are some when read so. Letters turned by another number are not undone.
 */
export function* mirrored({ text }: Layer): Generator<Layer> {
  for (const [manner, signs] of MANNERS) {
    if (!hasPrint(text, manner) && !(signs.mayBe(text) && isWrittenSo(text, manner, signs))) continue
    const span: Layer['span'] = (start, end) => manner.span(text.length, start, end)
    yield { text: manner.write(text), span, isNew: () => true, isOpaque: false }
  }
}

const hasPrint = (text: string, { prints }: Manner): boolean =>
  prints.some(([needs, print]) => needs.some((need) => text.includes(need)) && print.test(text))

function isWrittenSo(text: string, { says }: Manner, { common, short }: Signs): boolean {
  if (says.test(text)) return true
  const [sure, all] = [new Set<string>(), new Set<string>()]
  for (const [word] of text.matchAll(/(?<!\p{L})\p{L}{2,16}(?!\p{L})/gu)) {
    const key = word.toLowerCase()
    if (common.has(key)) sure.add(key)
    if (common.has(key) || short.has(key)) all.add(key)
    if (sure.size > 0 && (all.size > 1 || (common.has(key) && key.length >= ENOUGH))) return true
  }
  return false
}
