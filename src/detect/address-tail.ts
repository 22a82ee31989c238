/** What follows a street: how far the address goes on, and whether there was a town or a postcode. */
export type Tail = { readonly end: number; readonly hasTown: boolean; readonly hasPostcode: boolean }

const LONGEST = 160
const STEP = /^(?:,\s{0,2}|\s?\/\s?(?=\p{Lu})|\s{1,2}|\s?\r?\n\s{0,8}|\s?[-–·|]\s)/u
const UNIT =
  /^(?:Apt|Apartment|Unit|Suite|Ste|Floor|Fl|Room|Rm|Flat|Bldg|Building|Lot|Penthouse|PH|Wohnung|Whg|Etage|OG|Appartement|Bât|Bâtiment|Piso|Pta|Puerta|Esc|Interno|Int|Scala|#)\.? ?#?\d{0,5}[A-Za-z]?(?:-\d{1,4}|º|ª|°)?(?![\p{L}\p{N}]|\s?[:=]| \d{3})/iu
/** The same where the word by itself could be any: its number or letter has to follow. */
const NUMBERED_UNIT =
  /^(?:lok|m|kl|bus|bte|App|Appt|Apto|Apt|Ap|Conj|Conjunto|Sala|Bloco|Bl|Depto|Dpto|Dep|Interior|Casa|Local|Of|Oficina|Stiege|Stg|Top|Tür|Lgh|Byt|Kat|Daire|Boîte|Esc|Escalera|Planta|Torre|Piso|Mz|Lote|Quadra|Qd|Lt|sc|et|D|Int)(?:[.:]? ?#?(?:nº ?)?\d{1,5}[A-Za-z]?|[.:] ?[A-Z]| [A-Z](?=,)|[.:]? ?["“'][A-Z]["”'])(?: ?["“'][A-Z]["”'])?(?![\p{L}\p{N}])/iu
/** `3. tv.` in Denmark, `A 7` in Finland. */
const NORDIC_FLOOR = /^(?:(?:\d{1,2}|st|kl)\.? ?(?:sal,? ?)?(?:tv|th|mf)\.?(?![\p{L}\p{N}])|[A-H] \d{1,3}(?= *[,\n]))/u
/** A quarter of a town, as Mexican and Brazilian addresses name it before the town. */
const QUARTER =
  /^(?:Col|Colonia|Fracc|Fraccionamiento|Bairro|Barrio|Urb|Urbanización|Alcaldía|Delegación|Comuna|Localidad|Mah)\.? \p{Lu}[\p{L}'-]{1,24}(?: (?:de|del|la|do|da|los|las|\p{Lu}[\p{L}'-]{1,24})(?!\p{L})){0,3}/u
const PROVINCE = /^\((?:[A-Z]{2}|\p{Lu}[\p{L}-]{2,20})\)/u
const ORDINAL_FLOOR =
  /^\d{1,2}\.?(?:º|ª|°|o|a|st|nd|rd|th)(?: (?:(?:floor|piso|étage|esq|dto|dt|fte|frt|dcha|izda|izq|der)\.?(?![\p{L}])|[A-Da-d](?![\p{L}])))?/iu
/** American, Canadian and Australian states, short or in full. */
export const STATES =
  'A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|PR|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|NSW|VIC|QLD|TAS|ACT|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming'
const BRAZIL = 'AC|AL|AP|AM|BA|CE|DF|ES|GO|MA|MT|MS|MG|PA|PB|PE|PI|RJ|RN|RS|RO|RR|SC|SP|SE|TO'
const STATE = new RegExp(`^(?:${STATES}|${BRAZIL})(?![\\p{L}\\p{N}])`, 'u')
const POSTCODE =
  /^(?:(?:C\.?P\.?|CEP|CAP|PSČ)[:.]? ?)?(?:\d{5}-\d{3}(?!\d)|(?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})?|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{2}-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3} \d{2}|(?:[A-Z]{1,2}-)?\d{4}|[A-Z]\d{2} ?[A-Z\d]{4}|\d{6})(?![\p{L}\p{N}])/u
const TOWN_WORD = "(?:\\p{Lu}[\\p{Ll}'-][\\p{L}'-]{0,24}|\\p{Lu}{3,24}(?!\\p{L})|St\\.)"
const TOWN = new RegExp(
  `^${TOWN_WORD}(?:[ -](?:${TOWN_WORD}|am|an|der|den|im|in|bei|ob|de|del|la|le|les|sur|sous|en|di|do|upon|on|of)(?!\\p{L})){0,3}(?![\\p{L}'-]|\\s?:)(?: (?:[A-ZØ]|\\d{1,2}(?:e|er|ème)?)(?= *(?:[,.;\\n]|$))| (?:CEDEX|Cedex)(?: \\d{1,2})?)?`,
  'u',
)
const COUNTRY =
  /^(?:USA|U\.S\.A\.|US|United States(?: of America)?|UK|United Kingdom|England|Scotland|Wales|Northern Ireland|Ireland|Canada|Australia|New Zealand|Germany|Deutschland|Austria|Österreich|Switzerland|Schweiz|Suisse|Svizzera|France|Spain|España|Italy|Italia|Netherlands|Nederland|The Netherlands|Belgium|België|Belgique|Portugal|Poland|Polska|Sweden|Sverige|Norway|Norge|Denmark|Danmark|Finland|Suomi|India|Mexico|México|Brazil|Brasil)(?![\p{L}])/iu
/** Words that begin the next sentence or line, and no town. */
const NO_TOWN =
  /^(?:The|This|That|He|She|It|We|They|You|I|My|His|Her|Our|And|But|Or|So|If|When|Please|Phone|Tel|Telephone|Email|E-?mail|Fax|Mobile|Call|Contact|Date|DOB|Born|SSN|Name|Thanks|Thank|Regards|Best|Is|Are|Was|For|From|To|At|On|By|With|Der|Die|Das|Ich|Er|Sie|Wir|Und|Bitte|Telefon|Le|La|Il|Elle|Je|El|Ella|Yo|Io|Lui|Lei)(?!\p{L})/u

/** A second name is the town behind its quarter only where nothing else follows. */
const CLOSED = /^(?:\s?[,.;\n"]|$| - | ?\/)/

/** Goes on over unit, town, state, postcode and country, for at most three lines and 160 characters. */
export function tailOf(text: string, from: number): Tail {
  let [at, end] = [from, from]
  let [hasTown, hasPostcode, hasCountry] = [false, false, false]
  let lines = 0
  for (let steps = 0; steps < 8; steps++) {
    const rest = text.slice(at, from + LONGEST)
    const step = STEP.exec(rest)
    if (step === null) break
    if (step[0].includes('\n') && ++lines > 3) break
    const here = rest.slice(step[0].length)
    const isTight = step[0] === ' ' // a town after nothing but a space could be the next word of the sentence
    const unit =
      NUMBERED_UNIT.exec(here) ??
      UNIT.exec(here) ??
      ORDINAL_FLOOR.exec(here) ??
      NORDIC_FLOOR.exec(here) ??
      QUARTER.exec(here) ??
      (hasTown ? PROVINCE.exec(here) : null)
    const state = hasTown ? STATE.exec(here) : null
    const postcode = hasPostcode ? null : POSTCODE.exec(here)
    const country = hasTown || hasPostcode ? COUNTRY.exec(here) : null
    const town = NO_TOWN.test(here) || (isTight && !hasPostcode) ? null : TOWN.exec(here)
    const isSecond = hasTown && town !== null
    const mayBeSecond = step[0].startsWith(',') && !hasPostcode
    const next = unit ?? state ?? country ?? postcode ?? (isSecond && !mayBeSecond ? null : town)
    if (next === null || next[0] === '' || hasCountry) break
    at += step[0].length + next[0].length
    // A suburb may stand before the town; a second one counts where it ends something, or a state, postcode or country comes behind it.
    if (next !== town || !isSecond || CLOSED.test(text.slice(at, at + 4))) end = at
    if (next === town) hasTown = true
    if (next === postcode) hasPostcode = true
    if (next === country) hasCountry = true
  }
  const trimmed = text.slice(from, end).replace(/[.\s]+$/, '').length
  return { end: from + trimmed, hasTown, hasPostcode }
}
