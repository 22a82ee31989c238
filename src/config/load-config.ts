import type { Reader } from '../terms/reading.ts'
import { frozen } from '../terms/frozen.ts'
import { toConsole } from './console.ts'
import { ConfigError, toTexts } from './config-error.ts'
import type { Config } from './config.ts'
import { CordonFile } from './cordon-file.ts'
import { createDesk, lookOnDisk, readFromDisk } from './desk.ts'
import type { Desk, Look } from './desk.ts'
import { toDeliveries } from './deliver.ts'
import { toWitnesses } from './witnesses.ts'
import { toEngines } from './engines.ts'
import { explainIssue, toPlaces as placesOf } from './explain-issue.ts'
import { toIssuers } from './issuer.ts'
import { toModels } from './models.ts'
import { toPlaces } from './places.ts'
import { withNodesFiles } from './nodes-file.ts'
import { Secrets } from './secrets.ts'
import { toServer } from './server.ts'
import { toTelemetry } from './telemetry.ts'
import { readSource } from './source.ts'
import type { Source } from './source.ts'
import { duration, size } from './units.ts'

export type ConfigText = {
  readonly text: string
  /** Where the text comes from: relative paths in it start at this file's folder. */
  readonly file: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Says what stands at an absolute path; the real file system where it is left out. */
  readonly look?: Look
}

/**
 * A configuration from its text: checked, complete with its defaults, deep frozen. Throws a ConfigError with everything
 * that is wrong: first what cannot be read, then what has the wrong shape, then what does not make sense. It opens no file and dials nothing;
 * whether a policy allows what stands here is for `agree`.
 */
export function loadConfig({ text, file, env, look = lookOnDisk }: ConfigText): Config {
  const source = readSource(text, file)
  const written = toShape(source, file)
  const desk = createDesk({ file, source, env, look })
  const config = toConfig(written, file, desk)
  const { problems, doubts, secrets } = desk.collected
  if (problems.length > 0) throw new ConfigError(toTexts(file, problems))
  return frozen({ ...config, secrets: new Secrets(secrets), warnings: toTexts(file, doubts) })
}

/** `loadConfig` of a file on disk, with the nodes files that it names. A file that cannot be read is a ConfigError too. */
export function readConfig(file: string, env: ConfigText['env']): Config {
  return withNodesFiles(loadConfig({ text: textOf(file), file, env }), env)
}

const WHY_UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'is not there: start from cordon.example.yaml',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not text in UTF-8',
}

function textOf(file: string): string {
  try {
    return readFromDisk(file)
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown error'
    const hint = WHY_UNREADABLE[code] ?? `cannot be read (${code})`
    throw new ConfigError([`${file}:1:1: the configuration file ${hint}`])
  }
}

function toShape(source: Source, file: string): CordonFile {
  const shape = CordonFile.safeParse(source.value, { error: explainIssue })
  if (shape.success) return shape.data
  const remarks = shape.error.issues
    .flatMap(placesOf)
    .map(({ path, part, message }) => ({ ...source.place(path, part), message }))
  throw new ConfigError(toTexts(file, remarks))
}

function toConfig(written: CordonFile, file: string, desk: Desk): Omit<Config, 'secrets' | 'warnings'> {
  const places = toPlaces(written, desk)
  const identity = { issuers: toIssuers(written, desk) }
  return {
    file,
    server: toServer(written, desk),
    identity,
    ...places,
    models: toModels(written, places.destinations, desk),
    route: toRoute(written, desk),
    engines: toEngines(written.engines, desk),
    audit: toAudit(written, desk),
    policies: desk.existing(['policies'], written.policies, 'Cordon ships policies/default.yaml to start from'),
    approval: toApproval(written, desk),
    candidate: toCandidate(written, desk),
    console: toConsole(written, identity.issuers, desk),
    telemetry: toTelemetry(written.telemetry, desk),
    log: { level: written.log?.level ?? 'info' },
  }
}

function toApproval({ approval }: CordonFile, desk: Desk): Config['approval'] {
  if (approval === undefined) return null
  const { need } = approval
  const approvers = Object.entries(approval.approvers).map(([name, path]) => ({
    name,
    key: desk.existing(['approval', 'approvers', name], path, 'the PEM file of a public Ed25519 key'),
  }))
  if (approvers.length < need) {
    desk.wrong(['approval', 'need'], `"need" is ${String(need)}, and there are ${String(approvers.length)} approvers`)
  }
  return { need, approvers }
}

/** Whether it is a sound policy is seen when it is read: a bad candidate is no reason not to start. */
function toCandidate({ candidate }: CordonFile, desk: Desk): Config['candidate'] {
  if (candidate === undefined) return null
  return { policy: desk.absolute(candidate.policy), until: candidate.until }
}

function toRoute({ route = {} }: CordonFile, desk: Desk): Config['route'] {
  const { failures = 3, on429 = true, queue = 256 } = route
  const probeMs = desk.measured(['route', 'probe'], route.probe, duration, { from: '1s', to: '5m', standard: '10s' })
  const rest = { from: '100ms', to: '10m', standard: '10s' }
  const cooldownMs = desk.measured(['route', 'cooldown'], route.cooldown, duration, rest)
  const waitMs = desk.measured(['route', 'wait'], route.wait, duration, { from: '0s', to: '1h', standard: '60s' })
  const between = { from: '1s', to: '1h', standard: '30s' }
  const discoverMs = desk.measured(['route', 'discover'], route.discover, duration, between)
  return { probeMs, failures, cooldownMs, on429, queue, waitMs, discoverMs }
}

function toAudit({ audit }: CordonFile, desk: Desk): Config['audit'] {
  // The first line of a signed checkpoint (C2SP tlog-checkpoint): a URL without its scheme.
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}(?::\d{1,5})?(?:\/[A-Za-z0-9._-]{1,64}){0,8}$/.test(audit.origin)) {
    desk.wrong(
      ['audit', 'origin'],
      '"origin" names this ledger for good: write a host and a path, such as cordon.example.com/eu-1',
    )
  }
  const limits = { from: '10ms', to: '10s', standard: '250ms' }
  const readers = audit.readers ?? []
  readers.forEach(({ when, read, sealed = false }, at) => {
    if (Object.keys(when).length === 0)
      desk.wrong(['audit', 'readers', at, 'when'], '"when" is empty, and would let everybody read: name who may')
    if (typeof read !== 'string' && Object.keys(read).length === 0)
      desk.wrong(['audit', 'readers', at, 'read'], '"read" is empty: write "all", or what may be read')
    if (sealed && read === 'policy')
      desk.wrong(['audit', 'readers', at, 'sealed'], '"sealed" goes with records, and "policy" reads none')
    else if (sealed && audit.seal === undefined)
      desk.wrong(['audit', 'readers', at, 'sealed'], '"sealed" has nothing to open: there is no "audit.seal" here')
  })
  const mirror = audit.mirror === undefined ? null : { ...audit.mirror, dir: desk.absolute(audit.mirror.dir) }
  const [own, copy] = [`${desk.absolute(audit.dir)}/`, `${mirror?.dir ?? ''}/`]
  if (mirror !== null && (own.startsWith(copy) || copy.startsWith(own)))
    desk.wrong(
      ['audit', 'mirror', 'dir'],
      '"dir" of the mirror lies in the ledger, or the ledger in it: name a folder on another disk',
    )
  return {
    mirror,
    readers: readers as readonly Reader[],
    index: audit.index === undefined ? null : desk.absolute(audit.index),
    dir: desk.absolute(audit.dir),
    deadlineMs: desk.measured(['audit', 'deadline'], audit.deadline, duration, limits),
    origin: audit.origin,
    key: desk.existing(['audit', 'key'], audit.key, 'a development key is made by: npm run -s keys'),
    deliver: toDeliveries(audit.deliver, desk),
    witnesses: toWitnesses(audit.witnesses ?? [], desk),
    seal: toSeal(audit, desk),
  }
}

function toSeal({ dir, seal }: CordonFile['audit'], desk: Desk): Config['audit']['seal'] {
  if (seal === undefined) return null
  return {
    recipients: seal.recipients.map((path, index) =>
      desk.existing(['audit', 'seal', 'recipients', index], path, "the PEM file of an auditor's public key"),
    ),
    dir: desk.absolute(seal.dir ?? `${dir.replace(/\/+$/, '')}.sealed`),
    limit: desk.measured(['audit', 'seal', 'limit'], seal.limit, size, { from: '1kb', to: '16mb', standard: '1mb' }),
  }
}
