import { describe, expect, test } from '@jest/globals'
import { isGlobalUnicast, peerName, withinRanges } from '../../src/forward/addresses.ts'
import { unbracketed } from '../../src/forward/dial.ts'
import { PRIVATE_RANGES } from '../../src/terms/destination.ts'

const isPrivate = withinRanges(PRIVATE_RANGES)

/** What a URL makes of each spelling, and whether the LAN's default ranges and the cloud's rule take it. */
const SPELLINGS: readonly { readonly written: string; readonly lan: boolean; readonly cloud: boolean }[] = [
  { written: '2130706433', lan: true, cloud: false },
  { written: '0x7f000001', lan: true, cloud: false },
  { written: '017700000001', lan: true, cloud: false },
  { written: '127.1', lan: true, cloud: false },
  { written: '0x7f.1', lan: true, cloud: false },
  { written: '127.0.0.1.', lan: true, cloud: false },
  { written: '①②⑦.⓪.⓪.①', lan: true, cloud: false },
  { written: '127。0。0。1', lan: true, cloud: false },
  { written: '0', lan: false, cloud: false },
  { written: '[::]', lan: false, cloud: false },
  { written: '[::1]', lan: true, cloud: false },
  { written: '[::ffff:127.0.0.1]', lan: true, cloud: false },
  { written: '[::ffff:7f00:1]', lan: true, cloud: false },
  { written: '[::ffff:8.8.8.8]', lan: false, cloud: true },
  { written: '[64:ff9b::7f00:1]', lan: false, cloud: false },
  { written: '[64:ff9b:1::a00:1]', lan: false, cloud: false },
  { written: '[64:ff9b::808:808]', lan: false, cloud: false },
  { written: '[2002:7f00:1::]', lan: false, cloud: false },
  { written: '[2001:0:0:0:0:0:80ff:fffe]', lan: false, cloud: false },
  { written: '[::ffff:0:7f00:1]', lan: false, cloud: false },
  { written: '[fec0::1]', lan: false, cloud: false },
  { written: '[fd00::1]', lan: true, cloud: false },
  { written: '[fe80::1]', lan: false, cloud: false },
  { written: '[::127.0.0.1]', lan: false, cloud: false },
  { written: '[::8.8.8.8]', lan: false, cloud: false },
  { written: '100.64.0.1', lan: false, cloud: false },
  { written: '169.254.169.254', lan: false, cloud: false },
  { written: '198.18.0.1', lan: false, cloud: false },
  { written: '192.0.2.1', lan: false, cloud: false },
  { written: '192.88.99.1', lan: false, cloud: false },
  { written: '192.0.0.192', lan: false, cloud: false },
  { written: '224.0.0.1', lan: false, cloud: false },
  { written: '255.255.255.255', lan: false, cloud: false },
  { written: '240.0.0.1', lan: false, cloud: false },
  { written: '[ff02::1]', lan: false, cloud: false },
  { written: '[2001:db8::1]', lan: false, cloud: false },
  { written: '[100::1]', lan: false, cloud: false },
  { written: '[5f00::1]', lan: false, cloud: false },
  { written: '[3fff::1]', lan: false, cloud: false },
  { written: '[4000::1]', lan: false, cloud: false },
  { written: '10.0.0.1', lan: true, cloud: false },
  { written: '172.16.0.1', lan: true, cloud: false },
  { written: '172.32.0.1', lan: false, cloud: true },
  { written: '192.168.255.255', lan: true, cloud: false },
  { written: '8.8.8.8', lan: false, cloud: true },
  { written: '[2606:4700::1111]', lan: false, cloud: true },
]

describe('an address, however it is written in a URL', () => {
  test.each(SPELLINGS)('$written: in the private ranges $lan, global $cloud', ({ written, lan, cloud }) => {
    const host = unbracketed(new URL(`http://${written}`).hostname)
    expect({ lan: isPrivate(host), cloud: isGlobalUnicast(host) }).toEqual({ lan, cloud })
  })

  test.each([
    '',
    'localhost',
    'openrouter.ai',
    '127.1',
    '0x7f000001',
    '2130706433',
    '127.0.0.1.',
    ' 127.0.0.1',
    '[::1]',
    '010.0.0.1',
    '127.0.0.1:80',
  ])('what the system would not call an address is none: %p', (text) =>
    expect([isPrivate(text), isGlobalUnicast(text)]).toEqual([false, false]),
  )

  test('a disguised address stays out, even of a range that holds the disguise', () => {
    const wide = withinRanges(['::/0', '0.0.0.0/0'])
    for (const address of ['64:ff9b::7f00:1', '2002:7f00:1::', '2001::80ff:fffe', '::7f00:1', '::'])
      expect(wide(address)).toBe(false)
    expect(wide('::1') && wide('8.8.8.8') && wide('2606:4700::1111')).toBe(true)
  })

  test('a range with a zone or a family other than the address’s does not match', () => {
    expect(withinRanges(['10.0.0.0/8'])('::1')).toBe(false)
    expect(withinRanges(['fe80::/10'])('fe80::1%eth0')).toBe(true)
    expect(isPrivate('fe80::1%eth0')).toBe(false)
  })

  test.each(['10.0.0.0', '10.0.0.0/33', 'lan', ''])('a malformed range is refused: %p', (range) => {
    expect(() => withinRanges([range])).toThrow()
  })
})

test('a peer is written with its port, and a mapped address as what it is', () => {
  expect(peerName('::ffff:10.1.2.3', 8000)).toBe('10.1.2.3:8000')
  expect(peerName('::1', 1)).toBe('[::1]:1')
  expect(peerName(undefined, 1)).toBeNull()
})
