import { UPPER } from '../random.ts'
import type { Random } from '../random.ts'
import { luhnDigit, mod1110, mod112, weighted } from './checks.ts'
import { aBirthday, aDay, ddmmyy, yymmdd, yyyymmdd } from './dates.ts'
import { grouped, labelled, strong, unchecked, until } from './maker.ts'
import type { Maker } from './maker.ts'

const pesel = (random: Random) => {
  const { y, m, d } = aBirthday(random)
  const month = y >= 2000 ? m + 20 : m
  const date = [y % 100, month, d].map((part) => String(part).padStart(2, '0')).join('')
  const body = date + random.chars(4)
  return body + String((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10)
}
const nip = (random: Random) =>
  until(
    () => {
      const body = random.pick(['52', '63', '77', '89']) + random.chars(7)
      return body + String(weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11)
    },
    (value) => value.length === 10,
  )
const regon = (random: Random) => {
  const body = random.pick(['01', '14', '36', '38']) + random.chars(6)
  return body + String((weighted(body, [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10)
}
const idCard = (random: Random) => {
  const [letters, digits] = [random.pick(['A', 'C', 'D']) + random.chars(2, UPPER), random.chars(5)]
  const check = (weighted(letters, [7, 3, 1]) + weighted(digits, [7, 3, 1, 7, 3])) % 10
  return `${letters}${random.pick(['', ' '])}${String(check)}${digits}`
}
const personnummer = (random: Random) => {
  const day = aBirthday(random)
  const body = yymmdd(day) + random.chars(3)
  const century = random.chance(0.5) ? String(day.y).slice(0, 2) : ''
  return `${century}${yymmdd(day)}-${body.slice(6)}${luhnDigit(body)}`
}
const hetu = (random: Random) => {
  const day = aBirthday(random)
  const serial = String(random.between(2, 899)).padStart(3, '0')
  const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(ddmmyy(day) + serial) % 31] ?? ''
  return `${ddmmyy(day)}${day.y >= 2000 ? 'A' : '-'}${serial}${check}`
}
const fnr = (random: Random) =>
  until(
    () => {
      const day = aBirthday(random)
      const serial = day.y >= 2000 ? random.between(500, 999) : random.between(0, 499)
      const body = ddmmyy(day) + String(serial).padStart(3, '0')
      const first = (11 - (weighted(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11
      const second = (11 - (weighted(body + String(first % 10), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
      return first > 9 || second > 9 ? '' : `${body}${String(first)}${String(second)}`
    },
    (value) => value !== '',
  )
const cpr = (random: Random) => {
  const day = aBirthday(random)
  const seventh = day.y >= 2000 ? random.between(4, 9) : random.between(0, 3)
  return `${ddmmyy(day)}-${String(seventh)}${random.chars(3)}`
}
const rodne = (random: Random) =>
  until(
    () => {
      const { y, m, d } = aDay(random, 1955, 2004)
      const date = [y % 100, m + (random.chance(0.5) ? 50 : 0), d].map((part) => String(part).padStart(2, '0'))
      const body = date.join('') + random.chars(3)
      return { body, check: Number(body) % 11 }
    },
    ({ check }) => check < 10,
  )
const cnp = (random: Random) => {
  const day = aBirthday(random)
  const county = String(random.between(1, 46)).padStart(2, '0')
  const body = `${String((day.y >= 2000 ? 5 : 1) + random.int(2))}${yymmdd(day)}${county}${String(random.between(1, 999)).padStart(3, '0')}`
  const rest = weighted(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return body + String(rest === 10 ? 1 : rest)
}
const kimlik = (random: Random) => {
  const body = String(random.between(1, 9)) + random.chars(8)
  const tenth =
    (((7 * weighted(body, [1, 0, 1, 0, 1, 0, 1, 0, 1]) - weighted(body, [0, 1, 0, 1, 0, 1, 0, 1, 0])) % 10) + 10) % 10
  return `${body}${String(tenth)}${String((weighted(body, [1, 1, 1, 1, 1, 1, 1, 1, 1]) + tenth) % 10)}`
}
const elevenMinus = (sum: number) => (sum % 11 < 2 ? 0 : 11 - (sum % 11))
const cpf = (random: Random) => {
  const body = random.chars(9)
  const first = elevenMinus(weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]))
  return `${body}${String(first)}${String(elevenMinus(weighted(body + String(first), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])))}`
}
const cnpj = (random: Random) => {
  const body = `${random.chars(8)}0001`
  const first = elevenMinus(weighted(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))
  const second = elevenMinus(weighted(body + String(first), [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]))
  return `${body}${String(first)}${String(second)}`
}
const CURP = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ'
const curp = (random: Random) => {
  const day = aBirthday(random)
  const consonants = 'BCDFGHJKLMNPQRSTVWXYZ'
  const names = `${random.chars(1, consonants)}${random.pick(['A', 'E', 'I', 'O', 'U'])}${random.chars(2, consonants)}`
  const place = `${random.pick(['H', 'M'])}${random.pick(['DF', 'JC', 'NL', 'PL', 'VZ', 'OC'])}`
  const body = `${names}${yymmdd(day)}${place}${random.chars(3, consonants)}${day.y >= 2000 ? random.pick(['A', 'B']) : '0'}`
  const sum = [...body].reduce((all, char, i) => all + CURP.indexOf(char) * (18 - i), 0)
  return body + String((10 - (sum % 10)) % 10)
}
const rrn = (random: Random) => {
  const day = aDay(random, 1950, 2006)
  const body = `${yymmdd(day)}${String((day.y >= 2000 ? 3 : 1) + random.int(2))}${random.chars(5)}`
  const check = (11 - (weighted(body, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11)) % 10
  return `${body.slice(0, 6)}-${body.slice(6)}${String(check)}`
}
const myNumber = (random: Random) => {
  const body = String(random.between(1, 9)) + random.chars(10)
  return body + String(elevenMinus(weighted(body, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])))
}
const thai = (random: Random) => {
  const body = String(random.between(1, 8)) + random.pick(['10', '31', '50', '73', '90']) + random.chars(9)
  return body + String((11 - (weighted(body, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10)
}
const VIN = 'ABCDEFGHJKLMNPRSTUVWXYZ'
const VIN_WORTH = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9]
const vin = (random: Random) => {
  const chars = `${random.pick(['1HG', '2T1', '1FA', 'JTD', '5YJ', 'WAU'])}${random.chars(5, VIN + '0123456789')}0${random.chars(2, 'ABCDEFGHJKLMNPRSTVWXY')}${random.chars(6)}`
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
  const sum = [...chars].reduce((all, char, i) => {
    const value = /\d/.test(char) ? Number(char) : (VIN_WORTH[VIN.indexOf(char)] ?? 0)
    return all + value * (weights[i] ?? 0)
  }, 0)
  return `${chars.slice(0, 8)}${sum % 11 === 10 ? 'X' : String(sum % 11)}${chars.slice(9)}`
}

/** Poland, the Nordic countries, the rest of Europe, Latin America, Asia, and what belongs to no country. */
export const ELSEWHERE: readonly Maker[] = [
  strong('PL_PESEL', pesel),
  labelled('PL_NIP', (r) => {
    const value = nip(r)
    return r.chance(0.4) ? value : grouped(value, [3, 3, 2, 2], '-')
  }),
  labelled('PL_REGON', regon),
  labelled('PL_ID_CARD', idCard),
  strong('SE_PERSONNUMMER', personnummer),
  strong('FI_PERSONAL_IDENTITY_CODE', hetu),
  { ...unchecked('DK_CPR', cpr), alone: true },
  strong('NO_FNR', (r) => {
    const value = fnr(r)
    return r.chance(0.6) ? value : grouped(value, [6, 5], ' ')
  }),
  strong('CZ_SK_RC', (r) => {
    const { body, check } = rodne(r)
    return `${body.slice(0, 6)}/${body.slice(6)}${String(check)}`
  }),
  strong('RO_CNP', cnp),
  labelled('HR_OIB', (r) => {
    const body = String(r.between(1, 9)) + r.chars(9)
    return body + mod1110(body)
  }),
  strong('TR_NATIONAL_ID', kimlik),
  strong('BR_CPF', (r) => {
    const value = cpf(r)
    return r.chance(0.35) ? value : value.replace(/(\d{3})(\d{3})(\d{3})(\d\d)/, '$1.$2.$3-$4')
  }),
  strong('BR_CNPJ', (r) => {
    const value = cnpj(r)
    return r.chance(0.2) ? value : value.replace(/(\d\d)(\d{3})(\d{3})(\d{4})(\d\d)/, '$1.$2.$3/$4-$5')
  }),
  strong('MX_CURP', curp),
  strong('CN_RIC', (r) => {
    const area = r.pick(['110105', '310104', '440305', '510107', '330106'])
    const body = `${area}${yyyymmdd(aBirthday(r))}${r.chars(3)}`
    return body + mod112(body)
  }),
  strong('KR_RRN', rrn),
  labelled('JP_MY_NUMBER', (r) => grouped(myNumber(r), [4, 4, 4], r.pick([' ', '', '-']))),
  labelled('TH_TNIN', (r) => grouped(thai(r), [1, 4, 5, 2, 1], r.pick(['-', ' ', '']))),
  strong('VIN', vin),
  labelled('IMEI', (r) => {
    const body = r.pick(['35', '86', '01']) + r.chars(12)
    return body + luhnDigit(body)
  }),
  unchecked('MEDICAL_RECORD', (r) =>
    r.pick([
      () => r.chars(r.between(6, 9)),
      () => `${r.chars(2, UPPER)}${r.chars(6)}`,
      () => `${r.chars(3)}-${r.chars(5)}`,
    ])(),
  ),
]
