import { HEX, UPPER } from '../random.ts'
import type { Random } from '../random.ts'
import { aDay, iso } from './dates.ts'
import { grouped } from './maker.ts'
import { ean } from './money.ts'
import { hashOf } from './secrets.ts'

const two = (value: number) => String(value).padStart(2, '0')
const clock = (r: Random) => `${two(r.int(24))}:${two(r.int(60))}:${two(r.int(60))}`
const day = (r: Random) => iso(aDay(r, 2019, 2026))

/** Numbers and codes that are nobody's: what ordinary texts are full of. */
export const HARMLESS: Readonly<Record<string, (random: Random) => string>> = {
  uuid: (r) =>
    `${r.chars(8, HEX)}-${r.chars(4, HEX)}-4${r.chars(3, HEX)}-${r.pick(['8', '9', 'a', 'b'])}${r.chars(3, HEX)}-${r.chars(12, HEX)}`,
  sha1: (r) => hashOf(r, 'sha1', 'hex'),
  sha: (r) => hashOf(r, 'sha1', 'hex').slice(0, r.between(7, 10)),
  sha256: (r) => hashOf(r, 'sha256', 'hex'),
  md5: (r) => hashOf(r, 'md5', 'hex'),
  integrity: (r) => `sha512-${hashOf(r, 'sha512', 'base64')}`,
  ulid: (r) => `01${r.chars(24, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}`,
  isbn: (r) =>
    ean(r, r.pick(['978', '979'])).replace(/(\d{3})(\d)(\d{4})(\d{4})(\d)/, r.pick(['$1-$2-$3-$4-$5', '$&'])),
  ean: (r) => ean(r, r.pick(['40', '50', '30', '84', '80', '59', '87', '01'])),
  version: (r) => `${String(r.int(12))}.${String(r.int(30))}.${String(r.int(40))}`,
  version4: (r) => `${String(r.int(12))}.${String(r.int(30))}.${String(r.int(9000))}.${String(r.int(300))}`,
  order: (r) =>
    r.pick([
      () => r.chars(9),
      () => r.chars(10),
      () => `${r.chars(3)}-${r.chars(7)}-${r.chars(7)}`,
      () => r.chars(8),
      () => r.chars(12),
      () => r.chars(11),
    ])(),
  ref: (r) => `${r.chars(r.between(2, 4), UPPER)}-${r.chars(r.between(4, 7))}`,
  invoice: (r) => `${r.pick(['INV', 'RE', 'FA', '2026', 'F'])}-${r.chars(r.between(4, 6))}`,
  tracking: (r) =>
    r.pick([
      () => `1Z${r.chars(6, UPPER + '0123456789')}${r.chars(10)}`,
      () => `${r.chars(2, UPPER)}${r.chars(9)}DE`,
      () => r.chars(12),
      () => `00${r.chars(18)}`,
    ])(),
  sku: (r) =>
    r.pick([
      () => `${r.chars(2, UPPER)}-${r.chars(4)}-${r.chars(2, UPPER)}`,
      () => r.chars(7),
      () => `${r.chars(3)}.${r.chars(3)}.${r.chars(2)}`,
    ])(),
  epoch: (r) => String(1_600_000_000 + r.int(180_000_000)),
  epochms: (r) => `${String(1_600_000_000 + r.int(180_000_000))}${r.chars(3)}`,
  timestamp: (r) => `${day(r)}T${clock(r)}${r.pick(['Z', '.123Z', '+02:00', `.${r.chars(6)}Z`])}`,
  logtime: (r) => `${day(r)} ${clock(r)}${r.pick(['', ',', '.'])}`.replace(/[,.]$/, (end) => end + r.chars(3)),
  time: clock,
  isodate: day,
  int: (r) => String(r.int(10_000)),
  small: (r) => String(r.between(2, 60)),
  big: (r) => String(r.between(100_000, 999_999_999)),
  id9: (r) => String(r.between(1, 9)) + r.chars(8),
  id10: (r) => String(r.between(1, 9)) + r.chars(9),
  id11: (r) => String(r.between(1, 9)) + r.chars(10),
  id16: (r) => String(r.between(7, 9)) + r.chars(15),
  snowflake: (r) => `1${r.chars(18)}`,
  float: (r) => `${String(r.int(100))}.${r.chars(r.between(2, 6))}`,
  vector: (r) => Array.from({ length: 6 }, () => `${r.pick(['', '-'])}0.${r.chars(8)}`).join(', '),
  price: (r) => `${String(r.between(3, 2400))}${r.pick(['.00', '.99', ',50', ''])}`,
  percent: (r) => `${String(r.int(100))}.${r.chars(1)}%`,
  year: (r) => String(r.between(1890, 2031)),
  pid: (r) => String(r.between(300, 65_000)),
  port: (r) => r.pick(['3000', '8080', '5432', '6379', '9092', '27017']),
  hexaddr: (r) => `0x${r.chars(r.pick([8, 12, 16]), HEX)}`,
  color: (r) => `#${r.chars(6, HEX)}`,
  part: (r) => grouped(r.chars(9), [3, 2, 4], r.pick(['.', '/'])),
  line: (r) => String(r.between(1, 900)),
  doi: (r) => `10.${r.chars(4)}/${r.pick(['j.cell', 's41586', 'nphys', 'jacs'])}.${r.chars(4)}.${r.chars(5)}`,
  arxiv: (r) => `${two(r.between(10, 25))}${two(r.between(1, 12))}.${r.chars(5)}`,
  dims: (r) => `${String(r.between(2, 90) * 10)} x ${String(r.between(2, 90) * 10)} x ${String(r.between(2, 90))}`,
}
