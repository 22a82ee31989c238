import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readOpener, readRecipients, unseal, unwrapKey } from '../../src/audit/seal-box.ts'
import { createSealer } from '../../src/audit/sealer.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import { newDir } from './a-ledger.ts'

const pem = { type: 'spki', format: 'pem' } as const
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const

/** Key pairs in PEM, made anew. */
function aPair(kind: 'x25519' | 'p256' | 'ed25519') {
  const pair =
    kind === 'p256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : kind === 'x25519'
        ? generateKeyPairSync('x25519')
        : generateKeyPairSync('ed25519')
  return { open: pair.publicKey.export(pem).toString(), secret: pair.privateKey.export(pkcs8).toString() }
}

const CANARY = 'the canary of the sealed prompt'
const who = { caller: 'ps1_abc', request: 'req_1' }

async function aSealed(kinds: readonly ('x25519' | 'p256')[], limit = 1000) {
  const pairs = kinds.map(aPair)
  const dir = newDir()
  const store = sealStore(dir)
  const recipients = await readRecipients(pairs.map(({ open }) => open))
  const sealer = createSealer({ store, recipients, limit, deadlineMs: 30_000 })
  return { pairs, dir, store, sealing: await sealer.seal(who, Buffer.from(CANARY)) }
}

const filesBelow = (dir: string) =>
  (readdirSync(dir, { recursive: true }) as string[])
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())

describe('sealed content', () => {
  test.each([[['x25519']], [['p256']], [['x25519', 'p256']]] as const)('is opened by %p alone', async (kinds) => {
    const { pairs, store, sealing } = await aSealed(kinds)
    const answer = await sealing.answer({ bytes: Buffer.from('an answer'), cut: false })
    const [key, prompt, said] = await Promise.all([
      store.getKey(who),
      store.get(sealing.prompt.sha256),
      store.get(answer.sha256),
    ])
    for (const { secret } of pairs) {
      const dataKey = await unwrapKey(key ?? '', readOpener(secret))
      const opened = await unseal(prompt ?? '', dataKey, { request: 'req_1', part: 'prompt' })
      expect(Buffer.from(opened).toString()).toBe(CANARY)
      expect(Buffer.from(await unseal(said ?? '', dataKey, { request: 'req_1', part: 'answer' })).toString()).toBe(
        'an answer',
      )
      await expect(unseal(prompt ?? '', dataKey, { request: 'req_2', part: 'prompt' })).rejects.toThrow(
        'another request',
      )
      await expect(unseal(prompt ?? '', dataKey, { request: 'req_1', part: 'answer' })).rejects.toThrow(
        'another request',
      )
    }
    await expect(unwrapKey(key ?? '', readOpener(aPair(kinds[0]).secret))).rejects.toThrow()
  })

  test('lies in no file as it was', async () => {
    const { dir } = await aSealed(['x25519'])
    const files = filesBelow(dir)
    expect(files).toHaveLength(2)
    for (const path of files) {
      const text = readFileSync(path, 'utf8')
      expect(text).not.toContain(CANARY)
      expect(text).not.toContain(Buffer.from(CANARY).toString('base64url').slice(0, 20))
      expect(statSync(path).mode & 0o077).toBe(0)
    }
  })

  test('is cut at the limit, and says so', async () => {
    const { sealing } = await aSealed(['p256'], 10)
    expect(sealing.prompt).toMatchObject({ bytes: 10, cut: true })
  })

  test('that was changed is refused', async () => {
    const { dir, store, sealing } = await aSealed(['p256'])
    const path = filesBelow(join(dir, 'content'))[0] ?? ''
    writeFileSync(path, `${readFileSync(path, 'utf8')}A`)
    await expect(store.get(sealing.prompt.sha256)).rejects.toThrow('not what was recorded')
  })

  test('is unreadable when the keys of its caller are destroyed, and that of another is not', async () => {
    const { dir, store } = await aSealed(['x25519'])
    await store.putKey({ caller: 'ps1_other', request: 'req_9' }, '{}')
    await expect(store.destroyKeys(who.caller)).resolves.toBe(1)
    await expect(store.getKey(who)).resolves.toBeNull()
    expect(existsSync(join(dir, 'keys', who.caller))).toBe(false)
    await expect(store.getKey({ caller: 'ps1_other', request: 'req_9' })).resolves.toBe('{}')
    await expect(store.destroyKeys(who.caller)).resolves.toBe(0)
  })

  test.each([
    ['a private key', aPair('x25519').secret, 'private one'],
    ['a key that signs', aPair('ed25519').open, 'no public key'],
    ['no key at all', 'hello', 'no public key'],
  ])('is not sealed for %s', async (_, text, why) => {
    await expect(readRecipients([text])).rejects.toThrow(why)
  })

  test.each(['../x', 'a/b', '', '.'])('has no file named %p', async (request) => {
    await expect(async () => sealStore(newDir()).putKey({ caller: 'ps1_a', request }, '')).rejects.toThrow(
      'cannot be the name',
    )
  })

  test('fails when the disk hangs', async () => {
    const store = { ...sealStore(newDir()), putKey: () => new Promise<void>(() => {}) }
    const recipients = await readRecipients([aPair('x25519').open])
    const sealer = createSealer({ store, recipients, limit: 10, deadlineMs: 20 })
    await expect(sealer.seal(who, Buffer.from('x'))).rejects.toThrow('took longer')
  })
})
