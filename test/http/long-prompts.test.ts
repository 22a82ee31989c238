import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { clientHouse, HARMLESS, SENSITIVE } from '../clients/a-house.ts'
import type { ClientHouse } from '../clients/a-house.ts'

/* Long prompts are looked at in threads; nobody can tell by the answer. */

let house: ClientHouse
beforeAll(async () => {
  house = await clientHouse()
}, 30_000)
afterAll(() => house.stop())

const FILLER = 'The committee met again in the autumn and nothing was decided. '
const long = (text: string) => `${FILLER.repeat(7_000)}\n${text}\n${FILLER.repeat(7_000)}`

async function ask(content: string) {
  const token = await house.cordon.token({ sub: 'ann', role: 'employee' })
  const response = await house.cordon.ask(
    { model: 'openai/gpt-4o', messages: [{ role: 'user', content }] },
    { token, headers: {} },
  )
  await response.text()
  return response.headers.get('x-cordon-destination')
}

test('long prompts go where short ones with the same in them go, at the same time as these', async () => {
  const asked = [long(SENSITIVE), HARMLESS, long(HARMLESS), SENSITIVE, long(SENSITIVE), HARMLESS, long(HARMLESS)]
  expect(await Promise.all(asked.map(ask))).toEqual(
    asked.map((content) => (content.includes(SENSITIVE) ? 'lan' : 'openrouter')),
  )
  expect(house.records().flatMap(({ failed }) => (failed as unknown[] | undefined) ?? [])).toEqual([])
}, 60_000)

test('one that is too long to be looked at stays, and its record says why', async () => {
  expect(await ask(HARMLESS.repeat(4_100_000 / HARMLESS.length))).toBe('lan')
  const failed = house.records().flatMap(({ failed }) => (failed as unknown[] | undefined) ?? [])
  expect(failed).toEqual([{ detector: 'detect', why: 'overloaded' }])
}, 60_000)
