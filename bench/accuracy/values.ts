import type { Random } from './random.ts'
import type { Half, Written } from './templates.ts'
import { email, international, ip, mac, phone } from './values/contact.ts'
import { aBirthday, aDay, written } from './values/dates.ts'
import { ELSEWHERE } from './values/elsewhere.ts'
import { ENGLISH } from './values/english.ts'
import type { Maker } from './values/maker.ts'
import { slipped } from './values/maker.ts'
import { card, iban, wallet } from './values/money.ts'
import { jwt, opaqueKey, password, privateKey, providerKey } from './values/secrets.ts'
import { HARMLESS } from './values/technical.ts'
import { WESTERN } from './values/western.ts'

export const MAKERS: ReadonlyMap<string, Maker> = new Map(
  [...ENGLISH, ...WESTERN, ...ELSEWHERE].map((maker) => [maker.type, maker]),
)

/** A value for a slot; null for a type when it is nobody's. */
export type Value = { readonly text: string; readonly type: string | null; readonly variant?: string }

export type Person = { readonly first: string; readonly last: string }

/** What a document's values are drawn from. */
export type Source = {
  readonly random: Random
  readonly half: Half
  readonly language: string
  readonly lists: Written['lists']
}

function listed({ random, lists }: Source, name: string): string {
  const list = lists.get(name)
  if (list === undefined) throw new Error(`there is no list "${name}"`)
  return random.pick(list)
}

const homeOf = ({ lists, language }: Source) => (lists.has(`${language} first`) ? language : 'other')

/** Somebody; most have a name of the language's own. */
export function aPerson(source: Source): Person {
  const { random } = source
  const home = homeOf(source)
  const from = random.chance(0.88) ? home : random.pick(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'other'])
  const [first, last] = [listed(source, `${from} first`), listed(source, `${from} last`)]
  const agrees = from === 'pl' && first.endsWith('a') ? last.replace(/([sc]k|dzk)i$/, '$1a') : last
  return { first, last: agrees }
}

function street(source: Source): string {
  const home = source.lists.has(`${source.language} street`) ? source.language : 'en'
  const [name, number] = [listed(source, `${home} street`), String(source.random.between(1, 180))]
  if (home === 'en') return `${number} ${name}`
  if (home === 'fr') return `${number}${source.random.pick(['', '', ' bis'])} ${name}`
  if (home === 'es' || home === 'pt' || home === 'it') return `${name}${source.random.pick([', ', ' '])}${number}`
  return `${name} ${number}${source.random.pick(['', '', 'a'])}`
}

const city = (source: Source) =>
  listed(source, `${source.lists.has(`${source.language} city`) ? source.language : 'en'} city`)

const url = (source: Source) =>
  `https://${source.random.pick(['www.', 'app.', 'docs.', ''])}${listed(source, 'domain')}/${source.random.pick(['orders', 'help', 'profile', 'reports/2026', 'u/settings'])}`

type Make = (source: Source, person: Person) => string

const SENSITIVE: Readonly<Record<string, readonly [type: string, make: Make]>> = {
  person: [
    'PERSON',
    ({ random, language }, { first, last }) =>
      language === 'en' && random.chance(0.06)
        ? `${first} ${random.chars(1, 'ABCDEFGHJKLMPRST')}. ${last}`
        : `${first} ${last}`,
  ],
  reversed: ['PERSON', (_, { first, last }) => `${last}, ${first}`],
  lower: ['PERSON', (_, { first, last }) => `${first} ${last}`.toLowerCase()],
  upper: ['PERSON', (_, { first, last }) => `${first} ${last}`.toUpperCase()],
  first: ['PERSON', (_, { first }) => first],
  last: ['PERSON', (_, { last }) => last],
  email: ['EMAIL_ADDRESS', (source, { first, last }) => email(source.random, first, last, listed(source, 'domain'))],
  phone: ['PHONE_NUMBER', ({ random, language }) => phone(random, language)],
  phoneint: ['PHONE_NUMBER', ({ random, language }) => international(random, language)],
  dob: ['DATE_OF_BIRTH', ({ random, language }) => written(aBirthday(random), language, random)],
  street: ['STREET_ADDRESS', street],
  address: ['STREET_ADDRESS', (source) => `${street(source)}, ${city(source)}`],
  ip: ['IP_ADDRESS', ({ random }) => ip(random)],
  mac: ['MAC_ADDRESS', ({ random }) => mac(random)],
  url: ['URL', url],
  card: ['CREDIT_CARD', ({ random }) => card(random)],
  iban: ['IBAN_CODE', ({ random, language }) => iban(random, language)],
  wallet: ['CRYPTO', ({ random }) => wallet(random)],
  secret: ['SECRET', ({ random, half }) => providerKey(random, half)],
  jwt: ['SECRET', ({ random }) => jwt(random)],
  pem: ['SECRET', ({ random }) => privateKey(random)],
  password: ['SECRET', ({ random }) => password(random)],
  key: ['SECRET', ({ random }) => opaqueKey(random)],
}

/** Slots that are counted a second time, because what they hold is found more easily, or less, than others of their type. */
const VARIANTS: Readonly<Record<string, string>> = {
  secret: 'by prefix',
  password: 'by label',
  key: 'by label',
  person: 'in full',
  reversed: 'in full',
  upper: 'in full',
  lower: 'in lower case',
  first: 'one word',
  last: 'one word',
}

const ORDINARY: Readonly<Record<string, Make>> = {
  date: ({ random, language }) => written(aDay(random, 2019, 2027), language, random),
  city,
  company: (source) => listed(source, 'company'),
  domain: (source) => listed(source, 'domain'),
  place: (source) => listed(source, 'place'),
  public: (source) => listed(source, 'public'),
  fictional: (source) => listed(source, 'fictional'),
  nearcard: ({ random }) => slipped(card(random)),
  neariban: ({ random, language }) => slipped(iban(random, language)),
}

/** A value for a slot of any kind but identifiers; undefined when there is no such slot. */
export function valueOf(slot: string, source: Source, person: Person): Value | undefined {
  const sensitive = SENSITIVE[slot]
  if (sensitive !== undefined) {
    const [type, make] = sensitive
    const variant = VARIANTS[slot]
    return { text: make(source, person), type, ...(variant !== undefined && { variant }) }
  }
  const harmless = HARMLESS[slot]
  if (harmless !== undefined) return { text: harmless(source.random), type: null }
  const ordinary = ORDINARY[slot]
  return ordinary === undefined ? undefined : { text: ordinary(source, person), type: null }
}
