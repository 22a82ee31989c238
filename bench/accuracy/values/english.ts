import { UPPER } from '../random.ts'
import type { Random } from '../random.ts'
import { luhnDigit, verhoeffDigit, weighted } from './checks.ts'
import { aBirthday, ddmmyy, yymmdd } from './dates.ts'
import { grouped, labelled, strong, unchecked, until } from './maker.ts'
import type { Maker } from './maker.ts'

const ssn = (random: Random) => {
  const area = until(
    () => random.between(1, 899),
    (n) => n !== 666,
  )
  const rest = [String(random.between(1, 99)).padStart(2, '0'), String(random.between(1, 9999)).padStart(4, '0')]
  return [String(area).padStart(3, '0'), ...rest]
}

const nhs = (random: Random) =>
  until(
    () => {
      const body = `${random.pick(['4', '6', '7'])}${random.chars(8)}`
      return body + String((11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11)
    },
    (value) => value.length === 10,
  )

const ppsn = (random: Random) => {
  const body = random.chars(7)
  const second = random.pick(['', '', 'A', 'B', 'W'])
  const extra = second === '' || second === 'W' ? 0 : second.charCodeAt(0) - 64
  return `${body}${'WABCDEFGHIJKLMNOPQRSTUV'[(weighted(body, [8, 7, 6, 5, 4, 3, 2]) + 9 * extra) % 23] ?? ''}${second}`
}

const utr = (random: Random) => {
  const rest = random.chars(9)
  return `${'21987654321'[weighted(rest, [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] ?? ''}${rest}`
}

const tfn = (random: Random) =>
  until(
    () => `${String(random.between(1, 9))}${random.chars(8)}`,
    (value) => weighted(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  )

const abn = (random: Random) =>
  until(
    () => `${String(random.between(1, 9))}${random.chars(10)}`,
    (value) =>
      weighted(String(Number(value[0]) - 1) + value.slice(1), [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 === 0,
  )

const ird = (random: Random) => {
  const body = `0${String(random.between(49_000_00, 130_000_00)).padStart(7, '0')}`
  const first = (11 - (weighted(body, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  const check = first < 10 ? first : (11 - (weighted(body, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11
  return check > 9 ? null : (body + String(check)).replace(/^0/, '')
}

const NRIC = { S: 'JZIHGFEDCBA', T: 'JZIHGFEDCBA', F: 'XWUTRQPNMLK', G: 'XWUTRQPNMLK' } as const
const nric = (random: Random) => {
  const first = random.pick(['S', 'T', 'F', 'G'] as const)
  const body = random.chars(7)
  const offset = first === 'T' || first === 'G' ? 4 : 0
  return `${first}${body}${NRIC[first][(weighted(body, [2, 7, 6, 5, 4, 3, 2]) + offset) % 11] ?? ''}`
}

const NINO = 'ABCEGHJKLMNPRSTWXYZ'
const nino = (random: Random) => {
  const prefix = until(
    () => random.chars(1, NINO) + random.chars(1, NINO.replace('O', '')),
    (two) => !['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(two),
  )
  return `${prefix}${random.chars(6)}${random.pick(['A', 'B', 'C', 'D'])}`
}

const MBI = 'ACDEFGHJKMNPQRTUVWXY'
const mbi = (random: Random) => {
  const [letter, digit] = [() => random.chars(1, MBI), () => random.chars(1)]
  const either = () => random.chars(1, MBI + '0123456789')
  const chars = [String(random.between(1, 9)), letter(), either(), digit(), letter(), either(), digit(), letter()]
  return [...chars, letter(), digit(), digit()].join('')
}

const nhi = (random: Random) =>
  until(
    () => {
      const letters = random.chars(3, 'ABCDEFGHJKLMNPQRSTUVWXYZ')
      const body = random.chars(3)
      const values = [...letters].map((char) => 'ABCDEFGHJKLMNPQRSTUVWXYZ'.indexOf(char) + 1)
      const sum = [...values, ...[...body].map(Number)].reduce((all, value, i) => all + value * (7 - i), 0)
      return { text: letters + body, check: 11 - (sum % 11) }
    },
    ({ check }) => check < 11,
  )

const dea = (random: Random) => {
  const digits = random.chars(6)
  const check = (weighted(digits, [1, 2, 1, 2, 1, 2]) % 10).toString()
  return `${random.pick(['A', 'B', 'F', 'M'])}${random.chars(1, UPPER)}${digits}${check}`
}

const aba = (random: Random) =>
  until(
    () => random.pick(['01', '02', '06', '07', '11', '12', '21', '26', '31']) + random.chars(7),
    (value) => weighted(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  )

const medicare = (random: Random) => {
  const body = `${String(random.between(2, 6))}${random.chars(7)}`
  return `${body}${String(weighted(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10)}${String(random.between(1, 9))}`
}

const driver = (random: Random) =>
  random.pick([
    () => random.chars(1, UPPER) + random.chars(7), // California
    () => random.chars(8), // Texas
    () => `${random.chars(1, UPPER)}${grouped(random.chars(12), [3, 3, 3, 3], '-')}`, // Florida
    () => random.chars(9), // New York
  ])()

/** North America, the British Isles, India, Singapore, Oceania and South Africa. */
export const ENGLISH: readonly Maker[] = [
  { type: 'US_SSN', checked: false, alone: true, make: (r) => ssn(r).join(r.pick(['-', '-', '-', ' '])) },
  { type: 'US_SSN:bare', checked: false, alone: false, make: (r) => ssn(r).join('') },
  {
    ...unchecked('US_ITIN', (r) => `9${r.chars(2)}-${String(r.between(70, 88))}-${r.chars(4)}`),
    alone: true,
  },
  labelled('US_NPI', (r) => {
    const body = r.pick(['1', '2']) + r.chars(8)
    return body + luhnDigit(`80840${body}`)
  }),
  strong('MEDICAL_LICENSE', dea),
  { ...unchecked('US_MBI', (r) => (r.chance(0.6) ? grouped(mbi(r), [4, 3, 4], '-') : mbi(r))), alone: true },
  unchecked('US_PASSPORT', (r) => (r.chance(0.5) ? r.chars(9) : r.chars(1, UPPER) + r.chars(8))),
  unchecked('US_BANK_NUMBER', (r) => String(r.between(1, 9)) + r.chars(r.between(8, 11))),
  labelled('ABA_ROUTING_NUMBER', aba),
  unchecked('US_DRIVER_LICENSE', driver),
  unchecked('US_EIN', (r) => `${r.pick(['12', '20', '27', '36', '47', '83', '94'])}-${r.chars(7)}`),
  labelled('CA_SIN', (r) => {
    const body = `${r.pick(['1', '2', '4', '5', '6', '7', '9'])}${r.chars(7)}`
    return grouped(body + luhnDigit(body), [3, 3, 3], r.pick([' ', '-', '']))
  }),
  labelled('UK_NHS', (r) => grouped(nhs(r), [3, 3, 4], r.pick([' ', ' ', '']))),
  { ...unchecked('UK_NINO', (r) => grouped(nino(r), [2, 2, 2, 2, 1], r.pick([' ', '']))), alone: true },
  labelled('UK_UTR', utr),
  unchecked('UK_PASSPORT', (r) => r.pick(['5', '1', '3']) + r.chars(8)),
  {
    ...strong('UK_DRIVING_LICENCE', (r) => {
      const surname = r.chars(r.between(3, 5), UPPER).padEnd(5, '9')
      const { y, m, d } = aBirthday(r)
      const month = String(m + (r.chance(0.5) ? 50 : 0)).padStart(2, '0')
      const year = String(y % 100).padStart(2, '0')
      const tail = `${r.chars(1, UPPER)}${r.pick(['9', 'A', 'J'])}${String(r.between(1, 9))}${r.chars(2, UPPER)}`
      return `${surname}${year[0] ?? ''}${month}${String(d).padStart(2, '0')}${year[1] ?? ''}${tail}`
    }),
    checked: false,
  },
  labelled('IE_PPSN', ppsn),
  labelled('AU_TFN', (r) => grouped(tfn(r), [3, 3, 3], r.pick([' ', '']))),
  labelled('AU_MEDICARE', (r) => grouped(medicare(r), [4, 5, 1], r.pick([' ', '']))),
  strong('AU_ABN', (r) => grouped(abn(r), [2, 3, 3, 3], r.pick([' ', '']))),
  labelled('NZ_IRD', (r) => {
    const value =
      until(
        () => ird(r),
        (made) => made !== null,
      ) ?? ''
    return r.chance(0.7) ? value.replace(/(\d{3})(\d{3})$/, '-$1-$2') : value
  }),
  labelled('NZ_NHI', (r) => {
    const { text, check } = nhi(r)
    return text + String(check % 10)
  }),
  labelled('IN_AADHAAR', (r) => {
    const body = String(r.between(2, 9)) + r.chars(10)
    return grouped(body + verhoeffDigit(body), [4, 4, 4], r.pick([' ', ' ', '']))
  }),
  {
    ...unchecked(
      'IN_PAN',
      (r) => `${r.chars(3, UPPER)}P${r.chars(1, UPPER)}${String(r.between(1000, 9999))}${r.chars(1, UPPER)}`,
    ),
    alone: true,
  },
  strong('SG_NRIC_FIN', nric),
  strong('ZA_ID_NUMBER', (r) => {
    const body = `${yymmdd(aBirthday(r))}${r.chars(4)}${r.pick(['0', '1'])}8`
    return body + luhnDigit(body)
  }),
  unchecked('NG_NIN', (r) => String(r.between(1, 9)) + r.chars(10)),
  labelled('UK_CHI', (r) =>
    until(
      () => {
        const body = `${ddmmyy(aBirthday(r))}${r.chars(3)}`
        return body + String((11 - (weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11)
      },
      (value) => value.length === 10,
    ),
  ),
]
