import { describe, expect, test } from '@jest/globals'
import { createDeliveryDoor } from '../../src/forward/delivery-door.ts'
import type { DeliveryDoorParts } from '../../src/forward/delivery-door.ts'

const door = (url: string, more: Partial<DeliveryDoorParts> = {}) =>
  createDeliveryDoor({ url: new URL(url), headers: {}, timeoutMs: 2_000, ...more })
const lookup = (address: string) => ({ dialling: { lookup: async () => [address] } })

describe('a door out for records and traces, without TLS', () => {
  test('is none, unless it is for something beside it', () => {
    expect(() => door('http://127.0.0.1:4318/')).toThrow('by TLS only')
  })

  test.each([
    ['a private address', 'http://10.0.0.5:4318/', {}],
    ['a global address', 'http://9.9.9.9:4318/', {}],
    ['a name that leads away', 'http://collector.test:4318/', lookup('10.0.0.5')],
    ['localhost, when that leads away', 'http://localhost:4318/', lookup('192.168.1.1')],
  ])('does not lead to %s', async (_, url, more) => {
    const { post, close } = door(url, { ...more, isBeside: true })
    await expect(post('{}')).rejects.toMatchObject({ code: 'EGRESS_IP' })
    close()
  })
})
