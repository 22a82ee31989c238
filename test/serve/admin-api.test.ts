import { expect, test } from '@jest/globals'
import supertest from 'supertest'
import { adminApi } from '../../src/serve/admin-api.ts'

const health = () => ({ status: 'ok', missing: [] }) as const

test('the admin API hands out the last checkpoint as it was signed, and nobody keeps it in between', async () => {
  const note = 'test.example/one\n1\nAAAA\n\n— test.example/one BBBB\n'
  const response = await supertest(adminApi({ health, checkpoint: () => note })).get('/checkpoint')
  expect(response.text).toBe(note)
  expect(response.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
})

test('the admin API says so when there is no checkpoint', async () => {
  const response = await supertest(adminApi({ health, checkpoint: () => null })).get('/checkpoint')
  expect(response.status).toBe(404)
})

test('and how far the ledger has grown beyond what a witness keeps, where there is one', async () => {
  const parts = { health, checkpoint: () => 'note\n', unwitnessed: () => ({ records: 7, seconds: 3 }) }
  const response = await supertest(adminApi(parts)).get('/checkpoint')
  expect(response.headers['x-cordon-unwitnessed']).toBe('7 records, 3 s')
})
