/** Made-up sensitive requests, each with its own canary: many kinds of value, in many disguises, in places of every API that is streamed. */

export type SensitiveRequest = {
  readonly name: string
  /** A word that stands beside the sensitive value, and nowhere else in the world. */
  readonly canary: string
  /** Which API it is for. */
  readonly path: string
  /** A request without `model` and `stream`. */
  readonly body: Readonly<Record<string, unknown>>
}

type Value = { readonly name: string; readonly make: (random: () => number) => string }

const digits = (random: () => number, count: number) =>
  Array.from({ length: count }, () => String(Math.floor(random() * 10))).join('')
const pick = <T>(random: () => number, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

function ssn(random: () => number): [string, string, string] {
  const area = String(100 + Math.floor(random() * 550)) // 100–649: issued areas, and none of 666 or 9xx
  return [area, String(10 + Math.floor(random() * 89)), String(1000 + Math.floor(random() * 8999))]
}

/** ISO/IEC 7812-1 annex B. */
function withLuhn(head: string): string {
  const sum = [...head].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return head + String((10 - (sum % 10)) % 10)
}

/** ISO 13616: the two check digits come from ISO 7064 MOD 97-10. */
function iban(country: string, account: string): string {
  const numeric = [...`${account}${country}00`].map((char) => String(Number.parseInt(char, 36))).join('')
  const rest = [...numeric].reduce((left, digit) => (left * 10 + Number(digit)) % 97, 0)
  return `${country}${String(98 - rest).padStart(2, '0')}${account}`
}

const inFours = (text: string) => text.replace(/(.{4})(?=.)/g, '$1 ')
const PEM = (what: string) =>
  `-----BEGIN ${what} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\n-----END ${what} KEY-----`
const alphanumeric = (random: () => number, count: number) =>
  Array.from({ length: count }, () => pick(random, [...'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'])).join(
    '',
  )

const VALUES: readonly Value[] = [
  { name: 'ssn', make: (random) => `SSN ${ssn(random).join('-')}` },
  { name: 'ssn with spaces', make: (random) => `social security number: ${ssn(random).join(' ')}` },
  { name: 'ssn without separators', make: (random) => `my SSN is ${ssn(random).join('')}` },
  { name: 'visa', make: (random) => `card ${inFours(withLuhn(`4${digits(random, 14)}`))}` },
  { name: 'mastercard', make: (random) => `credit card ${withLuhn(`53${digits(random, 13)}`)}` },
  { name: 'amex', make: (random) => `amex ${withLuhn(`37${digits(random, 12)}`)}` },
  { name: 'german iban', make: (random) => `IBAN ${inFours(iban('DE', digits(random, 18)))}` },
  { name: 'dutch iban', make: (random) => `account ${iban('NL', `INGB${digits(random, 10)}`)}` },
  { name: 'github token', make: (random) => `token gh${'p_'}${alphanumeric(random, 36)}` },
  {
    name: 'openai key',
    make: (random) => `key sk-${'proj-'}${alphanumeric(random, 20)}T3Blbk${'FJ'}${alphanumeric(random, 20)}`,
  },
  {
    name: 'aws key',
    make: (random) =>
      `AKI${'A'}${alphanumeric(random, 40)
        .toUpperCase()
        .replace(/[^A-Z2-7]/g, 'Q')
        .slice(0, 16)}`,
  },
  { name: 'private key', make: () => PEM(`RSA ${'PRIVATE'}`) },
  {
    name: 'password in a URL',
    make: (random) => `postgres://admin:${alphanumeric(random, 14)}@db.example.org:5432/main`,
  },
  { name: 'labelled password', make: (random) => `password: ${alphanumeric(random, 9)}!${alphanumeric(random, 6)}` },
  { name: 'patient', make: (random) => `Patient Maria Schneider, MRN: ${digits(random, 8)}, diabetes` },
]

type Disguise = { readonly name: string; readonly wear: (text: string) => string }

const DISGUISES: readonly Disguise[] = [
  { name: 'plain', wear: (text) => text },
  { name: 'zero-width characters', wear: (text) => text.replace(/(\d)(?=\d)/g, '$1\u200b') },
  { name: 'full-width digits', wear: (text) => text.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d))) },
  { name: 'base64', wear: (text) => Buffer.from(text).toString('base64') },
  { name: 'percent', wear: (text) => encodeURIComponent(text) },
]

type Place = {
  readonly name: string
  /** Chat completions, where it does not say. */
  readonly path?: string
  readonly put: (text: string) => Readonly<Record<string, unknown>>
}

const hello = { role: 'user', content: 'Please help me with this.' }
const call = (name: string, args: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: args } }],
})

const PLACES: readonly Place[] = [
  { name: 'the user message', put: (content) => ({ messages: [{ role: 'user', content }] }) },
  { name: 'the system message', put: (content) => ({ messages: [{ role: 'system', content }, hello] }) },
  { name: 'the developer message', put: (content) => ({ messages: [{ role: 'developer', content }, hello] }) },
  { name: 'a text part', put: (text) => ({ messages: [{ role: 'user', content: [{ type: 'text', text }] }] }) },
  {
    name: 'an earlier turn',
    put: (content) => ({ messages: [{ role: 'user', content }, { role: 'assistant', content: 'Noted.' }, hello] }),
  },
  { name: 'an assistant turn', put: (content) => ({ messages: [hello, { role: 'assistant', content }, hello] }) },
  {
    name: 'tool arguments',
    put: (text) => ({
      messages: [
        hello,
        call('save', JSON.stringify({ text })),
        { role: 'tool', tool_call_id: 'call_1', content: 'ok' },
      ],
    }),
  },
  {
    name: 'a tool result',
    put: (content) => ({ messages: [hello, call('load', '{}'), { role: 'tool', tool_call_id: 'call_1', content }] }),
  },
  {
    name: 'a tool description',
    put: (description) => ({
      messages: [hello],
      tools: [
        { type: 'function', function: { name: 'save', description, parameters: { type: 'object', properties: {} } } },
      ],
    }),
  },
  {
    name: 'a schema example',
    put: (text) => ({
      messages: [hello],
      tools: [
        {
          type: 'function',
          function: {
            name: 'save',
            parameters: { type: 'object', properties: { a: { type: 'string', examples: [text] } } },
          },
        },
      ],
    }),
  },
  { name: 'a prediction', put: (content) => ({ messages: [hello], prediction: { type: 'content', content } }) },
]

const MESSAGES = '/v1/messages'
const RESPONSES = '/v1/responses'
const asked = { type: 'tool_use', id: 'call_1', name: 'load', input: {} }

/** Places of the other APIs. The nodes speak chat completions only, so that all of these but completions are translated. */
const ELSEWHERE: readonly Place[] = [
  {
    name: 'a Messages turn',
    path: MESSAGES,
    put: (content) => ({ max_tokens: 9, messages: [{ role: 'user', content }] }),
  },
  { name: 'a Messages system text', path: MESSAGES, put: (system) => ({ max_tokens: 9, system, messages: [hello] }) },
  {
    name: 'a Messages tool result',
    path: MESSAGES,
    put: (content) => ({
      max_tokens: 9,
      messages: [
        hello,
        { role: 'assistant', content: [asked] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'call_1', content }] },
      ],
    }),
  },
  { name: 'a Responses input', path: RESPONSES, put: (input) => ({ input }) },
  { name: 'Responses instructions', path: RESPONSES, put: (instructions) => ({ instructions, input: 'Go on.' }) },
  {
    name: 'a Responses tool result',
    path: RESPONSES,
    put: (output) => ({
      input: [
        { role: 'user', content: 'Load it.' },
        { type: 'function_call', call_id: 'call_1', name: 'load', arguments: '{}' },
        { type: 'function_call_output', call_id: 'call_1', output },
      ],
    }),
  },
  { name: 'a completion prompt', path: '/v1/completions', put: (prompt) => ({ prompt }) },
]

const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }

/** Parts that cannot be read: sensitive whatever is in them. */
const UNREAD: readonly Place[] = [
  {
    name: 'beside an image',
    put: (text) => ({ messages: [{ role: 'user', content: [{ type: 'text', text }, IMAGE] }] }),
  },
  {
    name: 'beside audio',
    put: (text) => ({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text },
            { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
          ],
        },
      ],
    }),
  },
]

/** A small deterministic generator (mulberry32), so that a failure can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Every value in every place, each place with one disguise after the other; and the parts that cannot be read. */
export function sensitiveRequests(seed: number): readonly SensitiveRequest[] {
  const random = randomFrom(seed)
  const canary = () => `kanarie${alphanumeric(random, 16)}`
  const inPlace = (place: Place, what: string, disguise: Disguise | null, text: string): SensitiveRequest => {
    const word = canary()
    const worn = disguise === null ? text : disguise.wear(text)
    return {
      name: `${what}, ${disguise?.name ?? 'plain'}, in ${place.name}`,
      canary: word,
      path: place.path ?? '/v1/chat/completions',
      body: place.put(`The reference is ${word}. ${worn}`),
    }
  }
  const found = [...PLACES, ...ELSEWHERE].flatMap((place, row) =>
    VALUES.flatMap((value, column) => {
      const disguise = DISGUISES[(row + column) % DISGUISES.length] as Disguise
      const some = disguise.name === 'plain' ? [disguise] : [DISGUISES[0] as Disguise, disguise]
      return some.map((one) => inPlace(place, value.name, one, value.make(random)))
    }),
  )
  const unread = UNREAD.flatMap((place) =>
    Array.from({ length: 5 }, () => inPlace(place, 'nothing in words', null, 'What do you make of this?')),
  )
  return [...found, ...unread]
}
