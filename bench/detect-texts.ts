/** The texts that `bench/detect.ts` measures with, of any size. Made up, the same in every run. */

/** Numbers from 0 up to a limit, the same row for the same seed (Lehmer, MINSTD). */
const numbersFrom = (seed: number) => {
  let state = seed
  return (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}
type Next = ReturnType<typeof numbersFrom>
type Maker = (next: Next, i: number) => string

const pick = <T>(next: Next, some: readonly [T, ...T[]]): T => some[next(some.length)] ?? some[0]
const digits = (next: Next, count: number): string => Array.from({ length: count }, () => String(next(10))).join('')
const hex = (next: Next, count: number): string => Array.from({ length: count }, () => next(16).toString(16)).join('')

const SENTENCES = [
  'The committee met again in the autumn to decide how the old harbour should be used.',
  'Nobody had expected the ferries to stop, and yet the timetable had been thinning for years.',
  'What remains is a long quay, two warehouses and a crane that is too expensive to move.',
  'Some would like to see a market there; others want housing, or simply a place to sit.',
  'The report, which runs to forty pages, lists what each of these would cost and who would have to pay for it.',
  'It does not say which one is best, and nobody at the meeting seemed to mind.',
  'By 1987 the last of the cranes in Rotterdam had been sold, and the sheds were let to painters.',
  '"We are not in a hurry," said one of the members, and went back to her notes.',
  'There were 412 answers to the survey, most of them short, some of them on the backs of postcards.',
  'Whoever walks along the water on a Sunday sees children, dogs, and a surprising number of kites.',
] as const
const FIRST = ['Maria', 'Anna', 'Thomas', 'Sarah', 'Michael', 'Laura', 'Hans', 'Giulia', 'Pierre', 'Carlos'] as const
const LAST = [
  'Schneider',
  'Smith',
  'Johnson',
  'Weber',
  'Garcia',
  'Rossi',
  'Dubois',
  'Novak',
  'Jansen',
  'Brown',
] as const
const STREETS = ['Oak Lane', 'Main Street', 'Park Avenue', 'Elm Road', 'Mill Lane'] as const
const NAMES = ['item', 'total', 'limit', 'segment', 'reader', 'buffer', 'offset', 'result'] as const

const prose: Maker = (next) => `${pick(next, SENTENCES)}${next(6) === 0 ? '\n\n' : ' '}`

const code: Maker = (next) => {
  const [a, b] = [pick(next, NAMES), pick(next, NAMES)]
  return pick(next, [
    `export function ${a}Of(${b}: string, most: number): readonly string[] {\n  let left = most\n`,
    `  const over = ${b}s.findIndex(({ text }) => (left -= text.length) < 0)\n`,
    `  // ${pick(next, SENTENCES)}\n`,
    `  return over === -1 ? ${b}s : ${b}s.slice(0, over)\n}\n\n`,
    `const ${a} = { accent: '#3366ff', retries: ${String(next(9))}, timeoutMs: ${String(next(90))}_000 }\n`,
    `import { ${a}Of } from './${b}.ts'\n`,
  ])
}

const logs: Maker = (next) =>
  `${JSON.stringify({
    time: `2026-0${String(1 + next(9))}-1${String(next(10))}T12:${String(10 + next(50))}:${String(10 + next(50))}.${digits(next, 3)}Z`,
    level: pick(next, ['info', 'warn', 'error']),
    msg: pick(next, SENTENCES),
    trace: hex(next, 32),
    ms: next(100_000),
    path: `/api/v1/${pick(next, NAMES)}/${digits(next, 6)}`,
    status: 200 + next(300),
  })}\n`

/** Everything in it is of somebody; card numbers are a scheme's published test number. */
const dense: Maker = (next, i) => {
  const [first, last] = [pick(next, FIRST), pick(next, LAST)]
  return pick(next, [
    `${first} ${last}, born ${String(10 + next(18))}.03.1980, lives at ${String(1 + i)} ${pick(next, STREETS)}, phone 212-736-50${String(10 + next(90))}, ` +
      `${first.toLowerCase()}${String(i)}@acme.com, MRN ${digits(next, 8)}, card 4111 1111 1111 1111\n`,
    `Patient: ${first} ${last} (DOB 19${String(50 + next(49))}-0${String(1 + next(9))}-1${String(next(10))}), SSN 536-22-${String(1000 + next(9000))}, tel. +49 30 ${digits(next, 7)}\n`,
    `{"name":"${first} ${last}","email":"${last.toLowerCase()}${digits(next, 2)}@mail.org","phone":"+1 212 736 ${digits(next, 4)}","iban":"DE89 3704 0044 0532 0130 00"}\n`,
    `Contact ${first} ${last} at ${first.toLowerCase()}.${last.toLowerCase()}@acme.com or (212) 736-${digits(next, 4)}; host 10.${String(next(250))}.7.${String(1 + next(250))}\n`,
  ])
}

const made =
  (maker: Maker) =>
  (length: number): string => {
    const next = numbersFrom(7)
    const parts: string[] = []
    for (let size = 0, i = 0; size < length; i++) {
      const part = maker(next, i)
      parts.push(part)
      size += part.length
    }
    return parts.join('').slice(0, length)
  }

export type Kind = { readonly name: string; readonly make: (length: number) => string }

export const KINDS: readonly Kind[] = [
  { name: 'sparse prose', make: made(prose) },
  { name: 'code', make: made(code) },
  { name: 'JSON logs', make: made(logs) },
  { name: 'dense PII', make: made(dense) },
]

const repeated = (name: string, unit: string): Kind => ({
  name,
  make: (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
})

/** What makes careless patterns slow: a text of nothing but the beginning of something. */
export const PLANTED: readonly Kind[] = [
  repeated('one letter', 'a'),
  repeated('one digit', '1'),
  repeated('a.', 'a.'),
  repeated('a@', 'a@'),
  repeated('1 and a space', '1 '),
  repeated('1-', '1-'),
  { name: 'hex', make: made((next) => hex(next, 64)) },
  { name: 'base64', make: made((next) => Buffer.from(hex(next, 48)).toString('base64')) },
  repeated('{"a":', '{"a":'),
  repeated('percent escapes', '%25'),
  repeated('quotes', '"'),
  repeated('Mr. ', 'Mr. '),
  repeated('A and a space', 'A '),
]
