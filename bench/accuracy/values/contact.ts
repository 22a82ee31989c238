import { HEX } from '../random.ts'
import type { Random } from '../random.ts'
import { grouped } from './maker.ts'

const g = (r: Random, sizes: readonly number[], separator: string) =>
  grouped(r.chars(sizes.reduce((sum, size) => sum + size, 0)), sizes, separator)
const nine = (r: Random) => String(r.between(2, 9))

/** Telephone numbers in the ways in which people of a country print them. */
const PHONES: Readonly<Record<string, readonly ((random: Random) => string)[]>> = {
  en: [
    (r) => `(${r.pick(US)}) ${nine(r)}${r.chars(2)}-${r.chars(4)}`,
    (r) => `${r.pick(US)}-${nine(r)}${r.chars(2)}-${r.chars(4)}`,
    (r) => `+1 ${r.pick(US)} ${nine(r)}${r.chars(2)} ${r.chars(4)}`,
    (r) => `+1-${r.pick(US)}-${nine(r)}${r.chars(2)}-${r.chars(4)}`,
    (r) => `${r.pick(US)}.${nine(r)}${r.chars(2)}.${r.chars(4)}`,
    (r) => `020 7${r.chars(3)} ${r.chars(4)}`,
    (r) => `+44 7${r.pick(['7', '8', '9'])}${r.chars(2)} ${r.chars(6)}`,
    (r) => `07${r.pick(['7', '8', '9'])}${r.chars(2)} ${r.chars(6)}`,
    (r) => `+353 8${r.pick(['5', '6', '7'])} ${g(r, [3, 4], ' ')}`,
  ],
  de: [
    (r) => `0${r.pick(['151', '160', '170', '171', '176'])} ${nine(r)}${r.chars(7)}`,
    (r) => `+49 ${r.pick(['151', '160', '170', '176'])} ${nine(r)}${r.chars(7)}`,
    (r) => `0${r.pick(['30', '40', '89', '69'])} ${nine(r)}${r.chars(6)}`,
    (r) => `0${r.pick(['221', '711', '911'])}/${nine(r)}${r.chars(6)}`,
    (r) => `+49 (0)${r.pick(['89', '40'])} ${nine(r)}${g(r, [3, 3], ' ')}`,
    (r) => `+43 664 ${nine(r)}${g(r, [2, 4], ' ')}`,
    (r) => `+41 79 ${nine(r)}${g(r, [2, 2, 2], ' ')}`,
  ],
  fr: [
    (r) => `0${r.pick(['6', '7'])} ${r.pick(['12', '34', '45', '61', '78'])} ${g(r, [2, 2, 2], ' ')}`,
    (r) => `01 4${r.chars(1)} ${g(r, [2, 2, 2], ' ')}`,
    (r) => `+33 6 ${r.pick(['12', '34', '45', '61', '78'])} ${g(r, [2, 2, 2], ' ')}`,
    (r) => `06.${r.pick(['12', '34', '45', '61'])}.${g(r, [2, 2, 2], '.')}`,
    (r) => `06${r.pick(['12', '34', '45', '61'])}${r.chars(6)}`,
    (r) => `+32 47${r.chars(1)} ${g(r, [2, 2, 2], ' ')}`,
  ],
  es: [
    (r) => `6${r.chars(2)} ${g(r, [3, 3], ' ')}`,
    (r) => `+34 6${r.chars(2)} ${g(r, [2, 2, 2], ' ')}`,
    (r) => `91 ${nine(r)}${g(r, [2, 2, 2], ' ')}`,
    (r) => `+34 93 ${nine(r)}${g(r, [2, 4], ' ')}`,
    (r) => `+52 55 ${nine(r)}${g(r, [3, 4], ' ')}`,
  ],
  it: [
    (r) => `3${r.pick(['33', '38', '47', '49'])} ${nine(r)}${r.chars(6)}`,
    (r) => `+39 3${r.pick(['33', '38', '47', '49'])} ${nine(r)}${g(r, [2, 4], ' ')}`,
    (r) => `02 ${nine(r)}${r.chars(7)}`,
    (r) => `06 ${nine(r)}${g(r, [3, 4], ' ')}`,
  ],
  pt: [
    (r) => `9${r.pick(['1', '2', '3', '6'])}${r.chars(1)} ${g(r, [3, 3], ' ')}`,
    (r) => `+351 9${r.pick(['1', '2', '3', '6'])}${r.chars(1)} ${g(r, [3, 3], ' ')}`,
    (r) => `21 ${nine(r)}${g(r, [2, 4], ' ')}`,
    (r) => `(11) 9${nine(r)}${g(r, [3, 4], '-')}`,
    (r) => `+55 21 9${nine(r)}${g(r, [3, 4], '-')}`,
  ],
  nl: [
    (r) => `06 ${r.pick(['1', '2', '4', '5'])}${r.chars(7)}`,
    (r) => `06-${r.pick(['1', '2', '4', '5'])}${r.chars(7)}`,
    (r) => `+31 6 ${r.pick(['1', '2', '4', '5'])}${g(r, [3, 4], ' ')}`,
    (r) => `020-${nine(r)}${r.chars(6)}`,
    (r) => `+32 49${r.chars(1)} ${g(r, [2, 2, 2], ' ')}`,
  ],
  pl: [
    (r) => `${r.pick(['501', '602', '607', '692', '781'])} ${g(r, [3, 3], ' ')}`,
    (r) => `+48 ${r.pick(['501', '602', '607', '692', '781'])} ${g(r, [3, 3], ' ')}`,
    (r) => `22 ${nine(r)}${g(r, [2, 2, 2], ' ')}`,
    (r) => `${r.pick(['501', '602', '607'])}-${g(r, [3, 3], '-')}`,
  ],
}
const US = ['212', '415', '312', '617', '206', '303', '512', '404', '702', '919']

export const phone = (random: Random, language: string): string =>
  random.pick(PHONES[language] ?? PHONES['en'] ?? [])(random)

/** With the country's own code, as it stands where no label tells what it is. */
export const international = (random: Random, language: string): string => {
  const forms = PHONES[language] ?? PHONES['en'] ?? []
  for (let tries = 0; tries < 200; tries++) {
    const value = random.pick(forms)(random)
    if (value.startsWith('+')) return value
  }
  throw new Error(`no international form for ${language}`)
}

export const ipv4 = (r: Random) =>
  `${String(r.pick([10, 34, 52, 81, 91, 185, 192, 203]))}.${String(r.int(256))}.${String(r.int(256))}.${String(r.between(1, 254))}`
export const ip = (r: Random) =>
  r.chance(0.8)
    ? ipv4(r)
    : `2001:${r.pick(['67c', '41d0', '4860', '8d8'])}:${r.chars(3, HEX)}:${r.chars(4, HEX)}::${r.chars(3, HEX)}`
export const mac = (r: Random) =>
  grouped(`${r.pick(['3c', 'a4', '00', 'f0'])}${r.chars(10, HEX)}`, [2, 2, 2, 2, 2, 2], r.pick([':', ':', '-']))

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f' ]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()

/** An e-mail address as companies and people make them of a name. */
export function email(r: Random, first: string, last: string, domain: string): string {
  const [f, l] = [plain(first).replace(/-/g, ''), plain(last)]
  return `${r.pick([`${f}.${l}`, `${f[0] ?? ''}.${l}`, `${f}${l}${r.chars(2)}`, `${f}_${l}`, `${f}`, `${l}.${f}`, `${f}.${l}+${r.pick(['news', 'shop', 'work'])}`])}@${domain}`
}
