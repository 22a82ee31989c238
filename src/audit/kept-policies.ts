import { createHash } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing, syncDir } from './disk.ts'

/** Below a ledger's directory: every policy that was ever in force, each named by its digest. */
export const POLICIES = 'policies'

const NAME = /^([0-9a-f]{64})\.json$/

/** A policy in the one form that its digest is made of: SHA-256 over these bytes, in hex. */
export type CanonicalPolicy = {
  readonly digest: string
  readonly text: string
  /** Its place in the order of approved policies; null when none is asked for. */
  readonly serial: number | null
}

/** What the last approved policy in force was, so that an older one cannot come back. */
const LAST = 'LAST'

/**
 * Keeps a policy beside the records that name it. Resolves when it is on disk; rejects when it cannot be, or when there is
 * another file of that name. Written whole or not at all, and never again.
 */
export async function keepPolicy(dir: string, { digest, text, serial }: CanonicalPolicy): Promise<void> {
  if (digestOf(text) !== digest) throw new Error('a policy that is to be kept does not have the digest that it goes by')
  const folder = join(dir, POLICIES)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${digest}.json`)
  const kept = await readFile(path, 'utf8').catch(nullIfMissing)
  if (kept !== null && kept !== text) throw new Error(`${path} is not the policy that its name says`)
  if (serial !== null) await goOn(folder, serial, digest)
  if (kept === null) await write(path, text)
  await syncDir(dir)
}

/** Refuses to go back: neither to a lower serial number, nor to another policy of the same. */
async function goOn(folder: string, serial: number, digest: string): Promise<void> {
  const path = join(folder, LAST)
  const now = `${String(serial)} ${digest}\n`
  const last = await readFile(path, 'utf8').catch(nullIfMissing)
  if (last === now) return
  const before = last === null ? 0 : Number.parseInt(last, 10)
  if (!(serial > before))
    throw new Error(
      `the policy's serial number is ${String(serial)}, and one with ${String(before)} was in force already: have it approved with a higher one`,
    )
  await write(path, now)
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncDir(dirname(path))
}

/** The text of a policy that is kept, or null when it is not. Rejects when the file is not what its name says. */
export async function readKeptPolicy(dir: string, digest: string): Promise<string | null> {
  if (!NAME.test(`${digest}.json`)) return null
  const path = join(dir, POLICIES, `${digest}.json`)
  const text = await readFile(path, 'utf8').catch(nullIfMissing)
  if (text !== null && digestOf(text) !== digest) throw new Error(`${path} is not the policy that its name says`)
  return text
}

/** The digests of the policies that are kept, and the paths, below the ledger's directory, of files that are not what their names say. */
export async function keptPolicies(dir: string): Promise<{ digests: ReadonlySet<string>; wrong: readonly string[] }> {
  const names = (await readdir(join(dir, POLICIES)).catch(nullIfMissing)) ?? []
  const digests = new Set<string>()
  const wrong: string[] = []
  for (const name of names.sort()) {
    if (name === LAST || name.endsWith('.new')) continue // `.new` is of a crash, before the policy was in force
    const [, digest] = NAME.exec(name) ?? []
    const isTrue = digest !== undefined && digestOf(await readFile(join(dir, POLICIES, name), 'utf8')) === digest
    if (isTrue) digests.add(digest)
    else wrong.push(join(POLICIES, name))
  }
  return { digests, wrong }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function nullIfMissing(cause: unknown): null {
  if (isMissing(cause)) return null
  throw cause
}
