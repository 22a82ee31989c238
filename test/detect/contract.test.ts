import { expect, test } from '@jest/globals'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { KEY_FAMILIES } from '../../src/detect/key-families.ts'
import type { KeyFamily } from '../../src/detect/key-families.ts'
import { holdsTheContract } from './contract.ts'
import { CHECKED, LABELLED, SECRETS, WALLETS } from './examples.ts'
import { mixed } from './made-up.ts'

const labelled = [...CHECKED, ...LABELLED].map(({ type, label, value }) => ({ type, text: `${label}: ${value}` }))
/** A French number of somebody born in Corsica has a letter in it, and is a code. */
const isCode = (text: string) => /\d2[AB]\d/.test(text)
const ofTypes = (...types: readonly string[]) =>
  labelled.filter(({ type }) => types.includes(type)).map(({ text }) => text)
const detectorOf = (id: string) => DETECTORS.find((detector) => detector.id === id)
const typesOf = (id: string) => detectorOf(id)?.types ?? []

/** The zone of a specimen that ICAO Doc 9303-4 prints. */
const MRZ = `P<UTOERIKSSON<<ANNA<MARIA${'<'.repeat(19)}\nL898902C36UTO7408122F1204159ZE184226B<<<<<10`

/** Keys whose shape is more than a prefix and a length. */
const SHAPED: Readonly<Record<string, string>> = {
  'sendgrid-key': `SG${'.'}${mixed(22)}.${mixed(43)}`,
  'airtable-token': `pa${'t'}${mixed(14)}.${mixed(64, '0123456789abcdef')}`,
  '1password-secret-key': `A${'3-'}ABCDE2-ABCDE3FGHIJ-ABCD2-ABCD3-ABCD4`,
}

/** A key made from its row: the first prefix, and as many fitting characters as it needs. */
function madeKey({ id, prefixes, made, least }: KeyFamily): string {
  const fitting = [...'aB3dE5gH7jK9mN2pQ4rS6tU8vW1xYz0cFfGhJlLnP']
    .filter((char) => new RegExp(made).test(char))
    .join('')
  return SHAPED[id] ?? `${prefixes[0] ?? ''}${mixed(least, fitting)}`
}

const POSITIVES: Readonly<Record<string, readonly string[]>> = {
  'crypto-wallet': WALLETS,
  'email-address': ['write to jane@acme.com', 'jane [at] acme [dot] com'],
  'ip-address': ['host 8.8.4.4', '2001:db8::ff00:42:8329'],
  'mac-address': ['5a:11:22:33:44:55'],
  url: ['https://example.org/a', 'www.example.org'],
  'person-name': ['My name is Jane Example.', 'my name is john smith', 'Smith, John'],
  'street-address': ['45 Oak Lane', 'Hauptstraße 12', '12 rue de la Paix', 'P.O. Box 1234'],
  'card-details': ['card 4111 1111 1111 1111 exp 12/29 cvv 123', 'CVC: 123'],
  'swift-bic': ['BIC: DEUTDEFF500'],
  'passport-mrz': [MRZ],
  'id-number': ['Member ID: ABC123456', 'Kundennummer 1234567'],
  'license-plate': ['Kennzeichen: M-AB 1234', 'license plate 7ABC123'],
  postcode: ['postcode SW1A 1AA', 'PLZ 80331'],
  'geo-coordinate': ['gps 52.520008, 13.404954'],
  username: ['username: jdoe42'],
  age: ['47 years old', 'eine 35-jährige Frau'],
  'financial-amount': ['My salary is $85,000'],
  'icd-10': ['ICD-10: E11.9'],
  'date-time': ['on 12 March 2024', 'on 2024-05-06'],
  'listed-word': [
    'she has multiple sclerosis',
    'Cukrzyca typu 2',
    'takes metformin 500 mg',
    'in Berlin',
    'Acme Widgets GmbH',
  ],
  'wallet-key': [`5${'HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ'}`],
  ...Object.fromEntries(
    [
      'payment-card',
      'iban',
      'us-ssn',
      'national-number',
      'national-code',
      'passport',
      'medical-record',
      'date-of-birth',
      'phone-number',
    ].map((id) => [
      id,
      ofTypes(...typesOf(id)).filter((text) => !/NIR|sécurité/.test(text) || isCode(text) === (id === 'national-code')),
    ]),
  ),
  ...Object.fromEntries(
    [...new Set(SECRETS.map(({ family }) => family))].map((family) => [
      family,
      SECRETS.flatMap((secret) => (secret.family === family ? [secret.value] : [])),
    ]),
  ),
  ...Object.fromEntries(KEY_FAMILIES.map((row) => [row.id, [`the key is ${madeKey(row)} as of today`]])),
}

for (const detector of DETECTORS) holdsTheContract({ detector, positives: POSITIVES[detector.id] ?? [] })

test.each(KEY_FAMILIES.map((row) => ({ row, name: `${row.id} ${row.prefixes[0] ?? ''}` })))(
  'a key made from the row $name is found by its family, and not when too short',
  ({ row }) => {
    const found = (text: string) =>
      detectorOf(row.id)
        ?.detect(text, { path: '', role: 'user', kind: 'value', text })
        .filter(({ score }) => score >= 0.5).length
    const key = madeKey(row)
    expect({
      key: found(`(${key})`),
      glued: found(`x${key}`),
      short: found(`(${key.slice(0, key.length / 2)})`),
    }).toEqual({
      key: 1,
      glued: 0,
      short: 0,
    })
  },
)
