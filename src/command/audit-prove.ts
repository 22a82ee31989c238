import { createPrivateKey } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { formatReport } from '../audit/format-report.ts'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { makeStatement } from '../audit/prove/make-statement.ts'
import { ASKED_ZONES } from '../audit/prove/statement.ts'
import type { AskedZone } from '../audit/prove/statement.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { statementText } from './statement-text.ts'
import { toWindow } from './time-window.ts'
import { VERSION } from './version.ts'

/**
 * `cordon audit prove DIR --no-level LEVEL --to cloud --key PRIV --out FILE`: did a request of this level or above reach the cloud? A signed
 * statement, for somebody who checks it elsewhere. 0: none did; 1: there are exceptions (they are in the statement), or the ledger is
 * not fine (then there is none).
 */
export async function auditProve(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'no-level': { type: 'string' },
      to: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      key: { type: 'string' },
      'ledger-key': { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit prove takes one folder')
  const { 'no-level': levels, to, key, out, 'ledger-key': ledgerKey } = values
  if (levels === undefined || to === undefined)
    throw new UsageError('audit prove needs --no-level LEVEL and --to cloud: what should not have gone where')
  if (key === undefined || out === undefined)
    throw new UsageError('audit prove needs --key PRIVATE.pem, which signs the statement, and --out FILE')
  const window = toWindow(values, io.now())
  const question = {
    ...{ levels: toNames(levels, '--no-level'), to: toZones(to) },
    ...{ since: isoTime(window.since), until: isoTime(window.until) },
  }
  const made = await makeStatement({
    ...{ dir, question, now: io.now(), by: `cordon ${VERSION}` },
    key: createPrivateKey(await readFile(key)),
    pinned: readPinnedKeys(await readFile(ledgerKey ?? key, 'utf8')),
  })
  if (made.kind === 'refused') {
    io.out(values.json ? `${JSON.stringify(made.report, null, 2)}\n` : formatReport(made.report, { colour: io.colour }))
    io.err('No statement: nothing is signed of a ledger that is not fine, or that has no checkpoint.\n')
    return 1
  }
  await writeFile(out, made.text, { mode: 0o600, flag: 'wx' })
  io.out(values.json ? `${JSON.stringify(made.statement, null, 2)}\n` : statementText(made.statement, io))
  return made.statement.answer === 'none' ? 0 : 1
}

function toNames(written: string, option: string): readonly string[] {
  const names = written.split(',').map((name) => name.trim())
  if (!names.includes('') && new Set(names).size === names.length && names.length <= 20) return names
  throw new UsageError(`${option} takes 1 to 20 names, each once, with commas between them`)
}

function toZones(written: string): readonly AskedZone[] {
  const names = toNames(written, '--to')
  const zones = names.flatMap((name) => ASKED_ZONES.filter((zone) => zone === name))
  if (zones.length === names.length) return zones
  throw new UsageError(`--to takes ${ASKED_ZONES.join(' or ')}: the zone of a destination`)
}

const isoTime = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null)
