import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { makeNearProof } from '../../src/audit/near-proof.ts'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { checkProof } from '../../src/audit/proof.ts'
import { verifyProofFile } from '../../src/console/lib/verify/proof-file.ts'
import { newDir } from './a-ledger.ts'
import { newKey, notesOf, publicPem, signedLedger, sizeOf } from './a-signed-ledger.ts'

/*
 * The command, the browser and the script in Python check the same file, each with code of its own. They must come to the same verdict over good
 * proofs and over ones that were changed at random.
 */

jest.setTimeout(120_000)
const CHANGED = 240
const key = newKey()
const pem = publicPem(key)
const keyFile = join(newDir(), 'key.pem')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('python3 is missing: the third verifier is not tested')

function inPython(proofs: readonly string[]): readonly boolean[] {
  const script = [
    'import sys, json, verify_ledger as v',
    'def holds(text):',
    '    try: v.verify_proof(text, sys.argv[1])',
    '    except v.Bad: return False',
    '    return True',
    'for line in sys.stdin: print(holds(json.loads(line)))',
  ].join('\n')
  const env = { ...process.env, PYTHONPATH: resolve('docs'), PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' }
  const input = proofs.map((text) => JSON.stringify(text)).join('\n')
  const ran = spawnSync('python3', ['-c', script, keyFile], { input, env, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return ran.stdout.trim().split('\n').map((said) => said === 'True') // prettier-ignore
}

type Fields = Record<string, unknown>
const edited = (text: string, change: (proof: Fields) => Fields) => JSON.stringify(change(JSON.parse(text) as Fields))

/** What somebody may do to a proof. */
const CHANGES: readonly ((text: string, seed: number) => string)[] = [
  (text, seed) => {
    const bytes = Buffer.from(text)
    const at = (seed * 7919) % bytes.length
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (seed % 7))
    return bytes.toString('utf8')
  },
  (text, seed) => edited(text, (proof) => ({ ...proof, index: Number(proof['index']) + (seed % 3) - 1 })),
  (text, seed) => edited(text, (proof) => ({ ...proof, size: [0, -1, 1.5, '9', null, 2 ** 53][seed % 6] })),
  (text, seed) => edited(text, (proof) => ({ ...proof, path: (proof['path'] as string[]).toSpliced(seed % 4, 1) })),
  (text, seed) => edited(text, (proof) => ({ ...proof, path: (proof['path'] as string[]).toSpliced(seed % 4, 0, 'A'.repeat(43) + '=') })), // prettier-ignore
  (text, seed) => edited(text, (proof) => ({ ...proof, path: (proof['path'] as string[]).with(0, ['', 'x', 'A'.repeat(43), 'AB==', ' '][seed % 5] ?? '') })), // prettier-ignore
  (text, seed) => edited(text, (proof) => ({ ...proof, line: `${String(proof['line'])}${[' ', '\n', '\ufeff', '\ud800', ''][seed % 5] ?? ''}` })), // prettier-ignore
  (text, seed) => edited(text, (proof) => ({ ...proof, checkpoint: `${String(proof['checkpoint'])}${['\n', ' ', '— x y\n', ''][seed % 4] ?? ''}` })), // prettier-ignore
  (text, seed) => edited(text, (proof) => ({ ...proof, [['format', 'origin', 'index', 'line'][seed % 4] ?? '']: [true, 'x', [], {}, null][seed % 5] })), // prettier-ignore
  (text, seed) => ['', 'null', '[]', '{}', `\ufeff${text}`, `${text}x`, `[${text}]`, text][seed % 8] ?? '',
]

const over = hasPython ? test : test.skip

over(`they agree on every record of a ledger, and on ${String(CHANGED)} proofs that were changed`, async () => {
  writeFileSync(keyFile, pem)
  const dir = await signedLedger(key)
  const size = sizeOf(notesOf(dir).at(-1) ?? '')
  const good = await Promise.all(Array.from({ length: size }, async (_, seq) => JSON.stringify(await makeNearProof(dir, seq)))) // prettier-ignore
  const changed = Array.from({ length: CHANGED }, (_, seed) => CHANGES[seed % CHANGES.length]?.(good[(seed * 31) % size] ?? '', Math.floor(seed / CHANGES.length)) ?? '') // prettier-ignore
  const proofs = [...good, ...changed]
  const third = inPython(proofs)
  const verdicts = new Set<boolean>()
  for (const [at, text] of proofs.entries()) {
    const { holds } = checkProof(text, readPinnedKeys(pem))
    const { verdict } = await verifyProofFile(text, { keys: pem, from: 'given' })
    expect([at, text, verdict === 'holds', third[at]]).toEqual([at, text, holds, holds])
    if (at < good.length) expect(holds).toBe(true)
    else verdicts.add(holds)
  }
  expect(verdicts.size).toBe(2) // some changes change nothing
})

over('the script says so as a command', () => {
  const [file, bad] = [join(newDir(), 'proof.json'), join(newDir(), 'bad.json')]
  writeFileSync(bad, '{}')
  const run = (...args: readonly string[]) =>
    spawnSync('python3', [resolve('docs/verify_ledger.py'), ...args], { encoding: 'utf8' })
  return signedLedger(key).then(async (dir) => {
    writeFileSync(keyFile, pem)
    writeFileSync(file, JSON.stringify(await makeNearProof(dir, 5)))
    const said = run(file, '--key', keyFile, '--json')
    expect([said.status, JSON.parse(said.stdout)]).toMatchObject([0, { holds: true, record: { seq: 5 } }])
    expect([run(bad, '--key', keyFile).status, run(file).status]).toEqual([1, 2])
  })
})
