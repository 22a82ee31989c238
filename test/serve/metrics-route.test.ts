import { describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { adminApi } from '../../src/serve/admin-api.ts'

const about = { health: () => ({ status: 'ok', missing: [] }), checkpoint: () => null } as const
const exposed = { type: 'text/plain; version=0.0.4; charset=utf-8', body: 'one 1\n' }

describe('/metrics of the admin API', () => {
  test.each([
    ['is there for whoever is allowed', true, 200, 'one 1\n'],
    ['is like a path that is not there for others', false, 404, null],
  ])('%s', async (_, allowed, status, says) => {
    const asked: string[] = []
    const allows = (address: string) => asked.push(address) > 0 && allowed
    const api = adminApi({ ...about, metrics: { expose: async () => exposed, allows } })
    const answer = await supertest(api).get('/metrics')
    expect([answer.status, asked.length]).toEqual([status, 1])
    expect(asked[0]).toMatch(/127\.0\.0\.1$/)
    expect(answer.text).toBe(says ?? (await supertest(api).get('/nothing')).text)
  })

  test('says no more than that when they cannot be read', async () => {
    const expose = () => Promise.reject(new Error('a cause that is for the log'))
    const answer = await supertest(adminApi({ ...about, metrics: { expose, allows: () => true } })).get('/metrics')
    expect([answer.status, answer.text]).toEqual([500, 'Internal Server Error'])
  })

  test('hands over what the client accepts, and nobody keeps it in between', async () => {
    const expose = async (accept: string | undefined) => ({ ...exposed, body: `# ${String(accept)}\n` })
    const answer = await supertest(adminApi({ ...about, metrics: { expose, allows: () => true } })).get('/metrics').set('accept', 'a/b') // prettier-ignore
    expect(answer.text).toBe('# a/b\n')
    expect(answer.headers).toMatchObject({ 'content-type': exposed.type, 'cache-control': 'no-store' })
  })
})
