import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { newDataKey, readRecipients, seal, wrapKey } from '../../src/audit/seal-box.ts'
import { openSealed } from '../../src/console/lib/open-sealed.ts'
import type { SealedContent } from '../../src/contract/sealed.ts'

/* Under Node's WebCrypto, which is the same interface as a browser's; what is opened was sealed by the code that seals. */

type Sealed = Extract<SealedContent, { readonly state: 'sealed' }>
const PAIRS = { x25519: generateKeyPairSync('x25519'), p256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
const pemOf = (pair: (typeof PAIRS)[keyof typeof PAIRS]) =>
  pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicOf = (pair: (typeof PAIRS)[keyof typeof PAIRS]) =>
  pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()

async function sealed(request = 'req_1'): Promise<Sealed> {
  const recipients = await readRecipients([publicOf(PAIRS.x25519), publicOf(PAIRS.p256)])
  const key = newDataKey()
  const part = async (name: 'prompt' | 'answer') => ({
    jwe: await seal(Buffer.from(`the ${name}, ünïcode`), key, { request, part: name }),
    ...{ bytes: 1, cut: name === 'answer' },
  })
  const [prompt, answer] = [await part('prompt'), await part('answer')]
  return { state: 'sealed', request, recipients: recipients.map(({ id }) => id), key: await wrapKey(key, recipients), prompt, answer } // prettier-ignore
}

const OPENED = {
  prompt: { text: 'the prompt, ünïcode', cut: false },
  answer: { text: 'the answer, ünïcode', cut: true },
}

describe('an auditor', () => {
  test.each(['x25519', 'p256'] as const)('with a key of %s opens it alone', async (kind) => {
    expect(await openSealed(await sealed(), pemOf(PAIRS[kind]))).toEqual(OPENED)
    expect(await openSealed(await sealed(), `\n${pemOf(PAIRS[kind]).replaceAll('\n', '\r\n')}\n`)).toEqual(OPENED)
  })

  test('opens what has no answer', async () => {
    expect(await openSealed({ ...(await sealed()), answer: null }, pemOf(PAIRS.x25519))).toEqual({ ...OPENED, answer: null }) // prettier-ignore
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['a public key', publicOf(PAIRS.x25519)],
    ['a key to sign with', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()], // prettier-ignore
    ['prose', 'open sesame'],
  ])('with %s for a key is told so', async (_what, pem) => {
    await expect(openSealed(await sealed(), pem)).rejects.toThrow('This is no private key in PEM')
  })
})

const changed = (text: string) => text.slice(0, -2) + (text.endsWith('AA') ? 'BB' : 'AA')
test.each<[string, (one: Sealed, other: Sealed) => Sealed, string]>([
  ['another data key', (one, other) => ({ ...one, key: other.key }), 'was changed, or is under another key'],
  ['a wrapped key that is none', (one) => ({ ...one, key: '{}' }), 'does not open what was sealed'],
  ['a prompt that was changed', (one) => ({ ...one, prompt: { ...one.prompt, jwe: changed(one.prompt.jwe) } }), 'prompt was changed'], // prettier-ignore
  ['an answer in place of the prompt', (one) => ({ ...one, prompt: one.answer ?? one.prompt }), 'prompt belongs to another request'], // prettier-ignore
  ['another request', (one) => ({ ...one, request: 'req_3' }), 'prompt belongs to another request'],
])('%s is not opened', async (_what, change, says) => {
  await expect(openSealed(change(await sealed(), await sealed('req_2')), pemOf(PAIRS.x25519))).rejects.toThrow(says)
})
