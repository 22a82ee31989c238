import { Metadata } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'

/** What `libphonenumber-js` knows of a country's numbers; more of it than its types tell. */
type Plan = {
  readonly selectNumberingPlan: (country: CountryCode) => void
  readonly getCountryCodesForCallingCode: (code: string) => readonly CountryCode[] | undefined
  readonly nationalNumberPattern: () => string
  /** Falsy where there are none. */
  readonly leadingDigits: () => string | 0 | undefined
  readonly type: (
    name: string,
  ) => { readonly pattern: () => string; readonly possibleLengths: () => readonly number[] | undefined } | undefined
  readonly possibleLengths: () => readonly number[]
  readonly numberingPlan: {
    readonly callingCode: () => string
    readonly IDDPrefix: () => string
    /** Falsy where there is none. */
    readonly nationalPrefixForParsing: () => string | 0 | undefined
  }
}

const TYPES = 'FIXED_LINE MOBILE PREMIUM_RATE TOLL_FREE SHARED_COST VOIP PERSONAL_NUMBER PAGER UAN VOICEMAIL'.split(' ')

type Country = {
  readonly leading: RegExp | null
  readonly general: RegExp
  readonly types: readonly { readonly pattern: RegExp; readonly lengths: readonly number[] | undefined }[]
}
type Region = {
  readonly code: string
  /** What is dialled before a number of another country, and what before one of this. */
  readonly abroad: RegExp
  readonly prefix: RegExp | null
  readonly lengths: readonly number[]
  /** Of all countries that share the code, and how numbers of the others may begin. */
  readonly shared: { readonly lengths: readonly number[]; readonly leading: RegExp | null }
  readonly countries: readonly Country[]
}

const entirely = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
const beginning = (pattern: string | 0 | undefined): RegExp | null =>
  typeof pattern === 'string' && pattern !== '' ? new RegExp(`^(?:${pattern})`) : null
const anyOf = (patterns: readonly (string | 0 | undefined)[]): RegExp | null =>
  beginning(patterns.filter((pattern) => typeof pattern === 'string' && pattern !== '').join('|'))
const KNOWN = new Map<CountryCode, Region>()

/**
 * Whether a national number without anything but digits is one of a region: true, false, or null where only a full reading can
 * tell, as it begins with a prefix. The patterns are those of `libphonenumber-js`, compiled once.
 */
export function isOfRegion(digits: string, region: CountryCode): boolean | null {
  const { code, abroad, prefix, countries } = KNOWN.get(region) ?? learned(region)
  if (digits.startsWith(code) || abroad.test(digits)) return null
  const before = prefix?.exec(digits)
  if (before === null || before === undefined) return isIn(countries, digits)
  if (before.length > 1) return null // a carrier's code is in it
  return isIn(countries, digits) || isIn(countries, digits.slice(before[0].length)) ? null : false
}

/** Whether a national number is as long as one of a region may be; null where only a full reading can tell. */
export function isAsLongAsIn(digits: string, region: CountryCode): boolean | null {
  const { code, abroad, prefix, lengths, shared } = KNOWN.get(region) ?? learned(region)
  const hasPrefix = digits.startsWith(code) || abroad.test(digits) || prefix?.test(digits) === true
  // seven digits may be a number of Canada, for a reader in the United States, and `7524…` one of the Isle of Man
  if (hasPrefix || shared.leading?.test(digits) === true) return null
  return lengths.includes(digits.length) || (shared.lengths.includes(digits.length) ? null : false)
}

/** `isOfRegion` for the digits of an international number. */
export function isOfWorld(digits: string): boolean | null {
  for (let length = 1; length <= 3; length++) {
    const code = digits.slice(0, length)
    const main = mainOf(code)
    if (main === null) continue
    const { prefix, countries } = KNOWN.get(main) ?? learned(main)
    const national = digits.slice(length)
    return prefix?.test(national) === true ? null : isIn(countries, national)
  }
  return null
}

const MAIN = new Map<string, CountryCode | null>()

/** The country whose rules a calling code follows; null for codes of no country. */
function mainOf(code: string): CountryCode | null {
  const known = MAIN.get(code)
  if (known !== undefined) return known
  const main = WORLD.getCountryCodesForCallingCode(code)?.[0] ?? null
  if (MAIN.size < 1024) MAIN.set(code, main)
  return main
}

function learned(country: CountryCode): Region {
  const region = regionOf(country)
  KNOWN.set(country, region)
  return region
}

/** The first country that claims a number decides. */
function isIn(countries: readonly Country[], digits: string): boolean {
  for (const country of countries) {
    if (countries.length > 1 && country.leading !== null) {
      if (country.leading.test(digits)) return isRight(country, digits)
    } else if (isRight(country, digits)) return true
  }
  return false
}

const isRight = ({ general, types }: Country, digits: string): boolean =>
  general.test(digits) &&
  types.some(({ pattern, lengths }) => (lengths?.includes(digits.length) ?? true) && pattern.test(digits))

function regionOf(country: CountryCode): Region {
  const plan = planOf(country)
  const code = plan.numberingPlan.callingCode()
  const prefix = plan.numberingPlan.nationalPrefixForParsing()
  const countries = plan.getCountryCodesForCallingCode(code) ?? [country]
  return {
    code,
    abroad: new RegExp(`^(?:${plan.numberingPlan.IDDPrefix()})`),
    prefix: beginning(prefix),
    lengths: plan.possibleLengths(),
    shared: {
      lengths: countries.flatMap((one) => planOf(one).possibleLengths()),
      leading: anyOf(countries.filter((one) => one !== country).map((one) => planOf(one).leadingDigits())),
    },
    countries: countries.map(countryOf),
  }
}

function countryOf(country: CountryCode): Country {
  const plan = planOf(country)
  return {
    leading: beginning(plan.leadingDigits()),
    general: entirely(plan.nationalNumberPattern()),
    types: TYPES.flatMap((name) => {
      const type = plan.type(name)
      const pattern = type?.pattern() ?? ''
      return pattern === '' ? [] : [{ pattern: entirely(pattern), lengths: type?.possibleLengths() }]
    }),
  }
}

function planOf(country: CountryCode): Plan {
  const plan = new Metadata() as unknown as Plan
  plan.selectNumberingPlan(country)
  return plan
}

const WORLD = new Metadata() as unknown as Plan
