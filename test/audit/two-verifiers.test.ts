import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { crc32 } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { CHECKPOINTS } from '../../src/audit/checkpoint-file.ts'
import { PRUNED } from '../../src/audit/cut.ts'
import { rotateKey } from '../../src/audit/rotate-key.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { aLog, errno, faultyDisk, newDir, open, pathOf, segmentsOf } from './a-ledger.ts'
import { oldLedger, pruned } from './a-pruned-ledger.ts'
import {
  ORIGIN,
  copyOf,
  filesOf,
  newKey,
  notesOf,
  pinnedTo,
  publicPem,
  putLines,
  putNotes,
  rawLines,
  rechain,
  resign,
  signedLedger,
  sizeOf,
} from './a-signed-ledger.ts'

/*
 * The verifier in TypeScript and the one in Python share no code. Over good ledgers and over ones that were changed in every way we
 * could think of, and at random, they must come to the same verdict.
 */
const FUZZED = Number(process.env['CORDON_FUZZED'] ?? 250)
const key = newKey()
const stranger = newKey()
const keyFile = join(newDir(), 'key.pem')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.warn('python3 is missing: the second verifier is not tested')
const testWithPython = hasPython ? test : test.skip

/** The verdicts of the verifier in Python, of one process. */
function verdictsInPython(dirs: readonly string[], keyed: boolean): readonly string[] {
  const script = [
    'import sys, verify_ledger as v',
    'def verdict(folder):',
    '    try: v.Verifier(folder, sys.argv[1] or None).run()',
    '    except v.Bad as bad: return bad.verdict',
    "    return 'fine'",
    'for line in sys.stdin: print(verdict(line.strip()))',
  ].join('\n')
  const env = { ...process.env, PYTHONPATH: resolve('docs'), PYTHONDONTWRITEBYTECODE: '1' }
  const ran = spawnSync('python3', ['-c', script, keyed ? keyFile : ''], {
    input: dirs.join('\n'),
    env,
    encoding: 'utf8',
  })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return ran.stdout.trim().split('\n')
}

async function compare(
  ledgers: readonly (readonly [name: string, dir: string])[],
): Promise<ReadonlyMap<string, string>> {
  const dirs = ledgers.map(([, dir]) => dir)
  const verdicts = new Map<string, string>()
  for (const keyed of [true, false]) {
    const python = verdictsInPython(dirs, keyed)
    for (const [at, [name, dir]] of ledgers.entries()) {
      const { verdict, why } = await verifyLedger(dir, keyed ? pinnedTo(key) : {})
      expect({ name, keyed, verdict: python[at], why }).toEqual({ name, keyed, verdict, why })
      if (keyed) verdicts.set(name, verdict)
    }
  }
  return verdicts
}

/** A small generator, so that a failure can be seen again. */
function chanceFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Change = (dir: string, chance: (below: number) => number) => void

const inLine =
  (change: (line: string) => string): Change =>
  (dir, chance) => {
    const lines = rawLines(dir)
    const at = chance(2) === 0 ? lines.length - 1 : chance(lines.length)
    const line = change(lines[at] ?? '')
    const begin = line.replace(/,"crc":"[0-9a-f]{8}"\}$/, '')
    putLines(dir, lines.with(at, `${begin},"crc":"${crc32(begin).toString(16).padStart(8, '0')}"}`))
  }

const inFile =
  (change: (bytes: Buffer, chance: (below: number) => number) => Uint8Array): Change =>
  (dir, chance) => {
    const files = filesOf(dir)
    const path = join(dir, files[chance(files.length)] ?? 'LOG')
    writeFileSync(path, change(readFileSync(path), chance))
  }

const CHANGES: Readonly<Record<string, Change>> = {
  'a bit': inFile((bytes, chance) => {
    const at = chance(bytes.length)
    return bytes.map((byte, place) => (place === at ? byte ^ (1 << chance(8)) : byte))
  }),
  'a byte': inFile((bytes, chance) => {
    const at = chance(bytes.length)
    const byte = chance(256)
    return bytes.map((old, place) => (place === at ? byte : old))
  }),
  'a cut': inFile((bytes, chance) => bytes.subarray(0, chance(bytes.length))),
  'some bytes more': inFile((bytes, chance) => Buffer.concat([bytes, bytes.subarray(0, chance(60))])),
  'some zeros more': inFile((bytes, chance) => Buffer.concat([bytes, Buffer.alloc(1 + chance(9))])),
  'bytes taken out': inFile((bytes, chance) => {
    const at = chance(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance(40))])
  }),
  'a line gone': (dir, chance) => putLines(dir, rawLines(dir).toSpliced(chance(rawLines(dir).length), 1)),
  'the last lines gone': (dir, chance) => putLines(dir, rawLines(dir).slice(0, -1 - chance(4))),
  'a file gone': (dir, chance) => rmSync(join(dir, filesOf(dir)[chance(filesOf(dir).length)] ?? 'LOG')),
  'a strange file': (dir) => writeFileSync(join(dir, 'seg', 'notes.txt'), 'x'),
  'a checkpoint gone': (dir, chance) => putNotes(dir, notesOf(dir).toSpliced(chance(notesOf(dir).length), 1)),
  'a checkpoint twice': (dir, chance) =>
    putNotes(
      dir,
      notesOf(dir).flatMap((note, at) => (at === chance(3) ? [note, note] : [note])),
    ),
  'checkpoints in another order': (dir) => putNotes(dir, notesOf(dir).toReversed()),
  'checkpoints of a stranger': (dir) => resign(dir, stranger, notesOf(dir).map(sizeOf)),
  'checkpoints of other sizes': (dir) =>
    resign(
      dir,
      key,
      notesOf(dir).map((note) => sizeOf(note) - 1),
    ),
  'a second history': (dir) => {
    const other = copyOf(dir)
    putLines(
      other,
      rechain(other, rawLines(other), (fields, at) => at === 3 && (fields['status'] = 1)),
    )
    resign(other, key, notesOf(dir).map(sizeOf))
    appendFileSync(join(dir, CHECKPOINTS), `${notesOf(other).at(-1) ?? ''}\n`)
  },
  'a new chain': (dir, chance) => {
    const at = chance(rawLines(dir).length)
    putLines(
      dir,
      rechain(dir, rawLines(dir), (fields, place) => place === at && (fields['more'] = 1)),
    )
  },
  'a new chain, signed': (dir, chance) => {
    const at = chance(rawLines(dir).length)
    putLines(
      dir,
      rechain(dir, rawLines(dir), (fields, place) => place === at && (fields['more'] = 1)),
    )
    resign(dir, key, notesOf(dir).map(sizeOf))
  },
  'another spelling of a number': inLine((line) => line.replace('"v":1', '"v":1.0')),
  'a space': inLine((line) => line.replace('"v":1', '"v": 1')),
  'an escape that is not needed': inLine((line) => line.replace('"writer":"w1"', '"writer":"\\u0077\\u0031"')),
  'a key twice': inLine((line) => line.replace('"v":1', '"v":1,"v":1')),
  'numbers as they are written': inLine((line) =>
    line.replace(/,"crc"/, ',"n":[0,-1,0.5,1e+21,1e-7,0.000001,123456789012345680000,1.5e+300,5e-324,0.1],"crc"'),
  ),
  'numbers as they are not written': inLine((line) =>
    line.replace(/,"crc"/, ',"n":[-0,1E3,10000000000000000000001],"crc"'),
  ),
  'keys that are numbers, in order': inLine((line) => line.replace(/,"crc"/, ',"k":{"2":1,"10":1,"b":1,"a":1},"crc"')),
  'keys that are numbers, out of order': inLine((line) => line.replace(/,"crc"/, ',"k":{"b":1,"2":1},"crc"')),
  'half a surrogate': inLine((line) => line.replace(/,"crc"/, ',"s":"\\ud800é😀\\u0001\\n\u007f","crc"')),
}

beforeAll(() => writeFileSync(keyFile, publicPem(key)))

describe('two verifiers', () => {
  testWithPython(
    'agree on good ledgers: signed, never signed, with a changed key, with a disk that failed, with a crash',
    async () => {
      const good = await signedLedger(key)
      const unsigned = newDir()
      await (await open(unsigned)).close()
      const rotated = await signedLedger(key)
      const parts = {
        origin: ORIGIN,
        writer: 'w',
        now: () => 1,
        monotonic: () => performance.now(),
        pid: 1,
        log: aLog(),
      }
      const next = newKey()
      await rotateKey({ dir: rotated, ...parts }, key, next)
      await (await open(rotated, { signers: [next] })).close()
      const failed = await signedLedger(key, {
        fs: faultyDisk({ sync: (_, nth) => (nth % 5 === 0 ? Promise.reject(errno('EIO')) : undefined) }),
      })
      const torn = copyOf(good)
      const last = filesOf(torn).at(-1) ?? ''
      appendFileSync(join(torn, last), '{"v":1,"type":"deci')
      const mended = copyOf(torn)
      await (await open(mended, { signers: [key] })).close()
      const verdicts = await compare(Object.entries({ good, unsigned, rotated, failed, torn, mended }))
      expect(Object.fromEntries(verdicts)).toEqual({
        good: 'fine',
        unsigned: 'unverifiable',
        rotated: 'fine',
        failed: 'fine',
        torn: 'fine',
        mended: 'fine',
      })
    },
    60_000,
  )

  testWithPython(
    `agree on ${String(FUZZED)} ledgers that were changed`,
    async () => {
      const originals = [await signedLedger(key), await signedLedger(key)]
      await (await open(originals[1] ?? '')).close() // the end of this one is under no signature
      const names = Object.keys(CHANGES)
      const ledgers = Array.from({ length: FUZZED }, (_, seed) => {
        const chance = chanceFrom(seed * 7919 + 1)
        const dir = copyOf(originals[(seed + Math.floor(seed / names.length)) % 2] ?? '')
        const name = names[seed % names.length] ?? ''
        CHANGES[name]?.(dir, chance)
        return [`${name} ${String(seed)}`, dir] as const
      })
      const verdicts = [...(await compare(ledgers)).values()]
      for (const verdict of ['fine', 'tampered', 'truncated', 'fork', 'unverifiable'])
        expect(verdicts).toContain(verdict)
    },
    300_000,
  )

  testWithPython(
    `agree on ${String(Math.ceil(FUZZED / 3))} ledgers that were pruned and changed`,
    async () => {
      const whole = await oldLedger(key)
      const [done, begun] = [copyOf(whole), copyOf(whole)]
      await pruned(done, key, 4)
      await pruned(begun, key, 4)
      const left = segmentsOf(whole)[2] ?? ''
      cpSync(pathOf(whole, left), pathOf(begun, left)) // a crash on the way
      const names = [
        'a bit',
        'a byte',
        'a cut',
        'some bytes more',
        'bytes taken out',
        'a file gone',
        'a checkpoint gone',
      ]
      const changed = Array.from({ length: Math.ceil(FUZZED / 3) }, (_, seed) => {
        const [dir, name] = [copyOf(seed % 2 === 0 ? done : begun), names[seed % names.length] ?? '']
        if (seed % 3 === 0) inPruned(dir, chanceFrom(seed * 104_729 + 1))
        else CHANGES[name]?.(dir, chanceFrom(seed * 7919 + 1))
        return [`${name} ${String(seed)}`, dir] as const
      })
      const verdicts = await compare([['done', done], ['begun', begun], ...changed])
      expect([verdicts.get('done'), verdicts.get('begun')]).toEqual(['fine', 'fine'])
      for (const verdict of ['tampered', 'truncated', 'unverifiable']) expect([...verdicts.values()]).toContain(verdict)
    },
    300_000,
  )
})

/** Another value somewhere in PRUNED, in the one spelling that it has. */
function inPruned(dir: string, chance: (below: number) => number): void {
  const path = join(dir, PRUNED)
  const cut = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const values: readonly unknown[] = [0, -1, 1.5, 7, 41, '', 'x', [], ['x'], [1], null, true, {}]
  const name = Object.keys(cut)[chance(5)] ?? 'v'
  const more = chance(4) === 0 ? { more: 1 } : {}
  writeFileSync(path, `${JSON.stringify({ ...cut, [name]: values[chance(values.length)], ...more })}\n`)
}
