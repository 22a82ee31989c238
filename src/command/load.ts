import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { agree } from '../config/agree.ts'
import { checkEngines } from '../config/engines.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/config.ts'
import { readConfig } from '../config/load-config.ts'
import { faultsIn } from '../detect/custom-detector.ts'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { checkApprovals } from '../policy/approvals.ts'
import type { Approved } from '../policy/approvals.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import type { LoadedPolicy } from '../policy/load-policy.ts'
import { dayOf, readCertificate } from '../serve/certificate.ts'
import { writtenPolicy } from '../desks/written-policy.ts'
import type { Written, WrittenPolicy } from '../desks/written-policy.ts'
import type { Policy } from '../terms/policy.ts'
import type { Io } from './io.ts'
import { testsBeside } from './policy-files.ts'

export type LoadedFiles = {
  readonly config: Config
  readonly policy: Policy
  readonly candidate: Policy | null
  /** By whom the policy was approved, where that is asked for. */
  readonly approved: Approved | null
  readonly warnings: readonly string[]
  /** Both policies as they were written. */
  readonly written: Written
}

/** Reads cordon.yaml and the policy that it names, and holds them against each other. Rejects with everything that is wrong. */
export async function loadFiles(file: string, io: Pick<Io, 'env' | 'now'>): Promise<LoadedFiles> {
  const config = readConfig(file, io.env)
  const loaded = await readPolicy(config.policies, io)
  const { policy, warnings } = loaded
  const { problems: apart, warnings: doubts } = agree(config, policy)
  const types = [...ENTITY_TYPES, ...(policy.detectors ?? [])].map(({ type }) => type)
  const shown = await checkCertificates(config, io.now())
  const problems = [...apart, ...checkEngines(config.engines, policy, types), ...shown.problems]
  if (problems.length > 0) throw new ConfigError(problems)
  const approved = await readApprovals(config, policy)
  const { candidate: tried, doubts: about } = await readCandidate(config, io)
  const written = { policy: await toWritten(loaded), candidate: tried === null ? null : await toWritten(tried) }
  const candidate = tried?.policy ?? null
  const all = [...config.warnings, ...warnings, ...doubts, ...about, ...shown.doubts]
  return { config, policy, candidate, approved, warnings: all, written }
}

/** Milliseconds before a certificate expires in which that is said. */
const SOON = 14 * 86_400_000

/** What is wrong with the certificates that listeners are to show, and what may come to be. */
async function checkCertificates({ server, console: { url } }: Config, now: number) {
  const looks = [server.tls, server.adminTls].map(async (tls) => {
    if (tls === null) return { problems: [], doubts: [] }
    try {
      const { until, isFor } = await readCertificate(tls, now)
      const soon = until - now < SOON ? [`${tls.at}: the certificate expires on ${dayOf(until)}`] : []
      const other = tls === server.adminTls && url !== null && !isFor(bare(url)) ? [`${tls.at}: the certificate is not for ${url.hostname}, as "console.url" says`] : [] // prettier-ignore
      return { problems: [], doubts: [...soon, ...other] }
    } catch (cause) {
      return { problems: [`${tls.at}: ${cause instanceof Error ? cause.message : 'unknown error'}`], doubts: [] }
    }
  })
  const looked = await Promise.all(looks)
  return { problems: looked.flatMap(({ problems }) => problems), doubts: looked.flatMap(({ doubts }) => doubts) }
}

const bare = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1')

/** The file beside a policy that holds its approvals. */
export const approvalsOf = (policy: string): string => `${policy}.approvals.json`

async function readApprovals({ approval, policies }: Config, policy: Policy): Promise<Approved | null> {
  if (approval === null) return null
  const file = approvalsOf(policies)
  try {
    const keys = approval.approvers.map(async ({ name, key }) => [name, createPublicKey(await readText(key))] as const)
    return await checkApprovals(await readText(file), policy, {
      need: approval.need,
      approvers: new Map(await Promise.all(keys)),
    })
  } catch (cause) {
    const says = cause instanceof Error ? cause.message.replace(`${file}: `, '') : String(cause)
    throw new ConfigError([`${file}:1:1: the policy may not come into force: ${says}`])
  }
}

/** A candidate never stands in the way of the policy in force: what is wrong with it is a warning. */
async function readCandidate({ candidate }: Config, io: Pick<Io, 'now'>) {
  if (candidate === null) return { candidate: null, doubts: [] }
  try {
    return { candidate: await readPolicy(candidate.policy, io), doubts: [] }
  } catch (cause) {
    const says = cause instanceof Error ? cause.message : String(cause)
    return { candidate: null, doubts: [`the candidate policy is not tried: ${says}`] }
  }
}

/** What is shown of a policy stays what was loaded, whatever becomes of the files. Tests beside it that cannot be read are none. */
async function toWritten({ policy, source }: LoadedPolicy): Promise<WrittenPolicy> {
  const beside = testsBeside(source.file, policy)
    .then((found) => Promise.all(found.map(async ({ file }) => ({ file, text: await readText(file) }))))
    .catch(() => [])
  return writtenPolicy({ digest: policy.digest, ...source, beside: await beside })
}

/** A policy from its file. Rejects with everything that is wrong in it. */
export async function readPolicy(file: string, { now }: Pick<Io, 'now'>): Promise<LoadedPolicy> {
  return loadPolicy({ text: await readText(file), file, entities: ENTITY_TYPES, checkDetector: faultsIn, now: now() })
}

/** A text file in UTF-8. Rejects with one sentence that names it. */
export async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    throw new Error(`${file}: ${whyUnreadable(cause)}`, { cause })
  }
}

function whyUnreadable(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'this is a folder'
  if (code === 'EACCES') return 'this file may not be read'
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'this is not text in UTF-8' : 'this file could not be read'
}
