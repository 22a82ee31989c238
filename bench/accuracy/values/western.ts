import { UPPER } from '../random.ts'
import type { Random } from '../random.ts'
import { luhnDigit, mod1110, remainder, weighted } from './checks.ts'
import { aBirthday, ddmmyy, yymmdd } from './dates.ts'
import { grouped, labelled, strong, unchecked, until } from './maker.ts'
import type { Maker } from './maker.ts'

/** Each product's own digits, added up. */
const digitSums = (digits: string, weights: readonly number[]) =>
  weights.reduce((sum, weight, i) => {
    const product = weight * Number(digits[i])
    return sum + Math.floor(product / 10) + (product % 10)
  }, 0)

const place = (letter: string) => String(letter.charCodeAt(0) - 64).padStart(2, '0')

/** Exactly one of the first ten digits comes twice or three times, and not three times in a row; the others once at most. */
const isTaxBody = (body: string) => {
  const counts = [...'0123456789'].map((digit) => body.split(digit).length - 1)
  return counts.filter((n) => n > 1).length === 1 && Math.max(...counts) <= 3 && !/(.)\1\1/.test(body)
}

const taxId = (random: Random) => {
  const body = until(
    () => String(random.between(1, 9)) + random.chars(9),
    (made) => isTaxBody(made),
  )
  return body + mod1110(body)
}

const pension = (random: Random) => {
  const letter = random.chars(1, UPPER)
  const head = `${random.pick(['12', '15', '24', '42', '53', '65'])}${ddmmyy(aBirthday(random))}`
  const serial = String(random.between(0, 99)).padStart(2, '0')
  const sum = digitSums(`${head}${place(letter)}${serial}`, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1])
  return `${head}${letter}${serial}${String(sum % 10)}`
}

const healthCard = (random: Random) => {
  const [letter, body] = [random.chars(1, UPPER), random.chars(8)]
  return `${letter}${body}${String(digitSums(place(letter) + body, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10)}`
}

const svnr = (random: Random) =>
  until(
    () => {
      const [serial, date] = [String(random.between(100, 999)), ddmmyy(aBirthday(random))]
      return { serial, date, check: weighted(serial + date, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11 }
    },
    ({ check }) => check < 10,
  )

const ahv = (random: Random) => {
  const body = `756${random.chars(9)}`
  return body + String((10 - (weighted(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10)
}

const nir = (random: Random) => {
  const { y, m } = aBirthday(random)
  const department = String(random.between(1, 95)).padStart(2, '0').replace('20', '21')
  const two = (n: number) => String(n).padStart(2, '0')
  const body = `${random.pick(['1', '2'])}${two(y % 100)}${two(m)}${department}${String(random.between(1, 700)).padStart(3, '0')}${String(random.between(1, 999)).padStart(3, '0')}`
  return body + two(97 - remainder(body, 97))
}

const nrn = (random: Random) => {
  const day = aBirthday(random)
  const body = `${yymmdd(day)}${String(random.between(1, 997)).padStart(3, '0')}`
  return body + String(97 - remainder(day.y >= 2000 ? `2${body}` : body, 97)).padStart(2, '0')
}

const DNI = 'TRWAGMYFPDXBNJZSQVHLCKE'
const nie = (random: Random) => {
  const [first, body] = [random.pick(['X', 'Y', 'Z']), random.chars(7)]
  return `${first}${random.pick(['', '-'])}${body}${DNI[Number(`${String('XYZ'.indexOf(first))}${body}`) % 23] ?? ''}`
}
const nif = (random: Random) => {
  const body = random.chars(8)
  return `${body}${random.pick(['', '', '-'])}${DNI[Number(body) % 23] ?? ''}`
}
const nuss = (random: Random) => {
  const [province, number] = [random.pick(['08', '28', '41', '46', '48']), `1${random.chars(7)}`]
  return `${province}${number}${String(remainder(province + number, 97)).padStart(2, '0')}`
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
const worth = (char: string) => (/\d/.test(char) ? Number(char) : char.charCodeAt(0) - 65)
const fiscal = (random: Random) => {
  const { y, m, d } = aBirthday(random)
  const consonants = 'BCDFGLMNPRSTVZ'
  const day = String(d + (random.chance(0.5) ? 40 : 0)).padStart(2, '0')
  const birth = `${String(y % 100).padStart(2, '0')}${'ABCDEHLMPRST'[m - 1] ?? ''}${day}`
  const town = `${random.pick(['A', 'D', 'F', 'G', 'H', 'L'])}${String(random.between(101, 899))}`
  const body = `${random.chars(6, consonants)}${birth}${town}`
  const sum = [...body].reduce((all, char, i) => all + (i % 2 === 0 ? (ODD[worth(char)] ?? 0) : worth(char)), 0)
  return `${body}${UPPER[sum % 26] ?? ''}`
}

const ptNif = (random: Random) => {
  const body = `${random.pick(['1', '2'])}${random.chars(7)}`
  const check = 11 - (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return body + String(check > 9 ? 0 : check)
}
const ptCc = (random: Random) => {
  const body = `${random.chars(9)}${random.chars(1, UPPER)}${random.chars(1, UPPER + '0123456789')}`
  const sum = [...body].reduce((all, char, i) => {
    const value = parseInt(char, 36) * (i % 2 === 0 ? 2 : 1)
    return all + (i % 2 === 0 && value > 9 ? value - 9 : value)
  }, 0)
  return `${body}${String((10 - (sum % 10)) % 10)}`
}
const niss = (random: Random) => {
  const body = `1${random.chars(9)}`
  return body + String(9 - (weighted(body, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10))
}
const bsn = (random: Random) =>
  until(
    () => String(random.between(1, 2)) + random.chars(8),
    (value) => (weighted(value.slice(0, 8), [9, 8, 7, 6, 5, 4, 3, 2]) - Number(value[8]) + 110) % 11 === 0,
  )
const siren = (random: Random) => {
  const body = String(random.between(3, 9)) + random.chars(7)
  return body + luhnDigit(body)
}
const PAPER = 'CFGHJKLMNPRTVWXYZ'

/** German, French, Spanish, Italian, Portuguese and Dutch speaking countries of Europe. */
export const WESTERN: readonly Maker[] = [
  strong('DE_TAX_ID', (r) => grouped(taxId(r), [2, 3, 3, 3], r.pick([' ', '', '']))),
  strong('DE_SOCIAL_SECURITY', (r) => {
    const value = pension(r)
    return r.chance(0.5) ? value : grouped(value, [2, 6, 1, 3], ' ')
  }),
  labelled('DE_HEALTH_INSURANCE', healthCard),
  unchecked('DE_PASSPORT', (r) => `C${r.chars(8, PAPER + '0123456789')}`),
  unchecked('DE_ID_CARD', (r) => `L${r.chars(8, PAPER + '0123456789')}`),
  strong('AT_SVNR', (r) => {
    const { serial, date, check } = svnr(r)
    return `${serial}${String(check)}${r.pick([' ', ''])}${date}`
  }),
  strong('CH_AHV', (r) => grouped(ahv(r), [3, 4, 4, 2], r.pick(['.', '.', '']))),
  strong('FR_NIR', (r) => {
    const value = nir(r)
    return r.chance(0.5) ? value : grouped(value, [1, 2, 2, 2, 3, 3, 2], ' ')
  }),
  strong('FR_TAX_ID', (r) => {
    const body = until(
      () => String(r.between(0, 3)) + r.chars(9),
      (made) => remainder(made, 511) < 511,
    )
    const value = body + String(remainder(body, 511)).padStart(3, '0')
    return r.chance(0.5) ? value : grouped(value, [2, 2, 3, 3, 3], ' ')
  }),
  unchecked('FR_PASSPORT', (r) => `${r.chars(2)}${r.chars(2, UPPER)}${r.chars(5)}`),
  labelled('FR_SIREN', (r) => grouped(siren(r), [3, 3, 3], r.pick([' ', '']))),
  strong('BE_NRN', (r) => {
    const value = nrn(r)
    return r.chance(0.5) ? value : value.replace(/(\d\d)(\d\d)(\d\d)(\d{3})(\d\d)/, '$1.$2.$3-$4.$5')
  }),
  strong('ES_NIF', nif),
  strong('ES_NIE', nie),
  strong('ES_NUSS', (r) => {
    const value = nuss(r)
    return r.chance(0.5) ? value : grouped(value, [2, 8, 2], r.pick([' ', '/']))
  }),
  unchecked('ES_PASSPORT', (r) => `${r.chars(3, UPPER)}${r.chars(6)}`),
  strong('IT_FISCAL_CODE', (r) => {
    const value = fiscal(r)
    return r.chance(0.75) ? value : r.chance(0.5) ? value.toLowerCase() : grouped(value, [3, 3, 5, 5], ' ')
  }),
  labelled('IT_VAT_CODE', (r) => {
    const body = `${r.chars(7)}0${String(r.between(10, 99))}`
    return body + luhnDigit(body)
  }),
  unchecked('IT_PASSPORT', (r) => `Y${r.chars(1, UPPER)}${r.chars(7)}`),
  labelled('PT_NIF', (r) => grouped(ptNif(r), [3, 3, 3], r.pick([' ', '', '']))),
  labelled('PT_CC', (r) => {
    const value = ptCc(r)
    return r.chance(0.5) ? value : `${value.slice(0, 8)} ${value.slice(8, 9)} ${value.slice(9)}`
  }),
  labelled('PT_NISS', niss),
  labelled('NL_BSN', (r) => {
    const value = bsn(r)
    return r.chance(0.7) ? value : grouped(value, [4, 2, 3], '.')
  }),
]
