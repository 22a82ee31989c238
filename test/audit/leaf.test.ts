import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { leafHash } from '../../src/audit/leaf.ts'

const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex')
const node = (left: Buffer, right: Buffer) =>
  createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), left, right]))
    .digest()

/** RFC 6962 §2.1, straight from its definition. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return node(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)))
}

const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the leaf hash', () => {
  test.each(ROOTS.map((root, index) => ({ name: `gives the known root of size ${String(index + 1)}`, root, index })))(
    '$name',
    ({ root, index }) => {
      const leaves = LEAVES.slice(0, index + 1).map((leaf) => Buffer.from(leafHash(Buffer.from(leaf, 'hex')), 'base64'))
      expect(rootOf(leaves).toString('hex')).toBe(root)
    },
  )

  test('is the same for a text and for its bytes', () => {
    for (const text of ['', 'abc', 'ä€😀', '\u0000']) expect(leafHash(text)).toBe(leafHash(Buffer.from(text)))
  })

  test('differs from the plain hash of the line', () => {
    expect(hex(leafHash('x'))).not.toBe(createHash('sha256').update('x').digest('hex'))
  })
})
