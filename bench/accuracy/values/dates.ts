import type { Random } from '../random.ts'

export type Day = { readonly y: number; readonly m: number; readonly d: number }

const two = (value: number) => String(value).padStart(2, '0')

/** A day that exists in every calendar year. */
export const aDay = (random: Random, from: number, to: number): Day => ({
  y: random.between(from, to),
  m: random.between(1, 12),
  d: random.between(1, 28),
})

/** The birthday of somebody who is alive. */
export const aBirthday = (random: Random): Day => aDay(random, 1938, 2006)

export const yy = ({ y }: Day) => two(y % 100)
export const yymmdd = (day: Day) => `${yy(day)}${two(day.m)}${two(day.d)}`
export const ddmmyy = (day: Day) => `${two(day.d)}${two(day.m)}${yy(day)}`
export const yyyymmdd = (day: Day) => `${String(day.y)}${two(day.m)}${two(day.d)}`
export const iso = (day: Day) => `${String(day.y)}-${two(day.m)}-${two(day.d)}`

const MONTHS: Readonly<Record<string, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  it: 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' '),
  pt: 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'.split(' '),
  nl: 'januari februari maart april mei juni juli augustus september oktober november december'.split(' '),
  pl: 'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia'.split(' '),
}

/** A date as people of a language write it. */
export function written(day: Day, language: string, random: Random): string {
  const [d, m, y] = [two(day.d), two(day.m), String(day.y)]
  const month = (MONTHS[language] ?? MONTHS['en'] ?? [])[day.m - 1] ?? m
  const short = String(day.d)
  const forms: Readonly<Record<string, readonly string[]>> = {
    en: [`${m}/${d}/${y}`, `${d}/${m}/${y}`, iso(day), `${short} ${month} ${y}`, `${month} ${short}, ${y}`],
    de: [`${d}.${m}.${y}`, `${short}.${String(day.m)}.${y}`, `${short}. ${month} ${y}`, `${d}.${m}.${y}`],
    fr: [`${d}/${m}/${y}`, `${short} ${month} ${y}`, `${d}-${m}-${y}`],
    es: [`${d}/${m}/${y}`, `${short} de ${month} de ${y}`, `${d}-${m}-${y}`],
    it: [`${d}/${m}/${y}`, `${short} ${month} ${y}`, `${d}.${m}.${y}`],
    pt: [`${d}/${m}/${y}`, `${short} de ${month} de ${y}`],
    nl: [`${d}-${m}-${y}`, `${short} ${month} ${y}`, `${d}/${m}/${y}`],
    pl: [`${d}.${m}.${y}`, `${short} ${month} ${y}`, iso(day)],
  }
  return random.pick(forms[language] ?? forms['en'] ?? [iso(day)])
}
