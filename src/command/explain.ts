import type { Config } from '../config/config.ts'
import { askedLevels } from '../decide/asked-levels.ts'
import { askedReason } from '../decide/asked-reason.ts'
import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { claimedCaller } from '../desks/asked-caller.ts'
import { planAsIfUp } from '../desks/plan-as-if-up.ts'
import { createDetect } from '../detect/detect.ts'
import { detectorsWith } from '../detect/custom-detector.ts'
import { evidenceOf } from '../detect/evidence-of.ts'
import type { FindingEvidence } from '../detect/evidence-of.ts'
import { workedMs } from '../detect/work-clock.ts'
import { readRequest } from '../read/read-request.ts'
import { READ_APIS } from '../read/tables.ts'
import type { Plan } from '../terms/attempt.ts'
import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import type { Detection, Finding } from '../terms/finding.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Policy } from '../terms/policy.ts'
import { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { whyNot } from '../pipeline.ts'
import { readAll, readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { loadFiles, readPolicy, readText } from './load.ts'

const OPTIONS = {
  api: { type: 'string', default: 'chat_completions' },
  caller: { type: 'string' },
  config: { type: 'string' },
  policy: { type: 'string' },
  level: { type: 'string', multiple: true },
  reason: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

type Explained = {
  readonly prompt: Prompt
  readonly detection: Detection
  readonly decision: Decision
  /** Null without a configuration: a policy alone knows no models. */
  readonly plan: Plan | null
}

/**
 * `cordon explain`: what would be decided about a request on standard input, of the API that `--api` names, and why. Nothing is sent
 * and nothing is recorded; nodes are taken to be up, and nothing is known of earlier turns. Exit code 1 when the request would not be served.
 */
export async function explain(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: OPTIONS })
  if (values.config !== undefined && values.policy !== undefined)
    throw new UsageError('give --config or --policy, not both')
  const { config, policy } =
    values.config === undefined
      ? { config: null, ...(await readPolicy(values.policy ?? 'policies/default.yaml', io)) }
      : await loadFiles(values.config, io)
  const caller = await readCaller(values.caller, config)
  try {
    const found = consider({
      config,
      policy,
      caller,
      api: toApi(values.api),
      body: await readAll(io.stdin),
      levels: values.level ?? [],
      reasons: values.reason === undefined ? [] : [Buffer.from(values.reason).toString('latin1')],
      at: io.now(),
    })
    const { decision, plan } = found
    const refusal = decision.kind === 'deny' || plan?.kind === 'nothing' ? whyNot(decision, plan ?? NO_PLAN) : null
    io.out(values.json ? `${JSON.stringify(toJson(found, refusal), null, 2)}\n` : toPage(found, refusal, io.colour))
    return refusal === null ? 0 : 1
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    const { code, status, says, param } = thrown
    if (values.json) io.out(`${JSON.stringify({ refused: { code, status, says, param } }, null, 2)}\n`)
    else io.err(`refused: ${String(status)} ${code}${param === null ? '' : ` (${param})`}: ${says}\n`)
    return 1
  }
}

const NO_PLAN: Plan = { kind: 'nothing', reason: 'no_substitute' }

type Asked = {
  readonly config: Config | null
  readonly policy: Policy
  readonly caller: Caller
  readonly api: Api
  readonly body: Uint8Array
  readonly levels: readonly string[]
  /** As in headers. */
  readonly reasons: readonly string[]
  readonly at: number
}

function consider({ config, policy, caller, api, body, levels, reasons, at }: Asked): Explained {
  const raises = askedLevels(policy.levels, levels)
  const hasReason = askedReason(reasons) !== null
  const prompt = readRequest(api, body, { lenient: config?.server.lenient ?? false })
  const detection = createDetect({ detectors: detectorsWith(policy.detectors), now: workedMs })(prompt)
  const decision = decide(compile(policy), { caller, prompt, detection, raises, hasReason, at })
  return { prompt, detection, decision, plan: config === null ? null : planAsIfUp(config, prompt, decision) }
}

function toApi(written: string): Api {
  const api = READ_APIS.find((one) => one === written)
  if (api === undefined) throw new UsageError(`--api is one of ${READ_APIS.join(', ')}`)
  return api
}

/** Claims as they would stand in a verified token; what a token must have and the file leaves out is filled in. */
async function readCaller(file: string | undefined, config: Config | null): Promise<Caller> {
  if (file === undefined) throw new UsageError('explain needs --caller FILE with the claims of a token')
  const claims = parse(await readText(file), file)
  return claimedCaller(claims, config)
}

function parse(text: string, file: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue
    if (isJsonObject(value)) return value
  } catch {
    // said below, like anything else that is not an object
  }
  throw new UsageError(`${file}: this is not a JSON object of claims`)
}

function toJson({ prompt, detection, decision, plan }: Explained, refusal: Problem | null) {
  const findings = detection.findings.map(({ segment, ...finding }) => ({
    path: prompt.segments[segment]?.path ?? '',
    ...finding,
    evidence: evidenceIn(prompt, { segment, ...finding }),
  }))
  const attempts = plan?.kind === 'attempts' ? plan.attempts : []
  return {
    served: refusal === null,
    refused: refusal === null ? null : { code: refusal.code, status: refusal.status, says: refusal.says },
    findings,
    failed: detection.failed,
    unread: prompt.unread.map(({ path, kind }) => ({ path, kind })),
    stripped: prompt.stripped,
    decision,
    attempts: attempts.map(({ destination, node, model, api }) => ({ destination, node, model, api })),
  }
}

const evidenceIn = (prompt: Prompt, finding: Finding): FindingEvidence => {
  const segment = prompt.segments[finding.segment]
  return segment === undefined ? { via: finding.via } : evidenceOf(finding, segment)
}

function inWords({ via, checksum, words }: FindingEvidence): readonly string[] {
  return [
    ...(via === 'plain' ? [] : [via]),
    ...(checksum === undefined || checksum === 'none' ? [] : [`checksum ${checksum}`]),
    ...(words === undefined ? [] : [`${words.says === 'label' ? 'labelled' : 'near'} "${words.phrase}"`]),
  ]
}

function toPage({ prompt, detection, decision, plan }: Explained, refusal: Problem | null, colour: boolean): string {
  const { bold, dim, red, green } = styles(colour)
  const findings = detection.findings.map((finding) => {
    const { segment, start, end, type, score, detector } = finding
    const place = `${prompt.segments[segment]?.path ?? ''} ${String(start)}–${String(end)}`
    const why = inWords(evidenceIn(prompt, finding))
    return `  ${type.padEnd(16)} ${score.toFixed(2)}  ${place}  ${dim([detector, ...why].join(', '))}`
  })
  const reasons = decision.reasons.map(
    ({ kind, what, count, level }) => `  ${level.padEnd(16)} ${kind}: ${what} × ${String(count)}`,
  )
  const verdicts = decision.considered.map(({ destination, permitted, ground, rule, because }) => {
    const mark = permitted ? green('may go to') : red('not to   ')
    return `  ${mark} ${destination.padEnd(16)} ${rule ?? ground}: ${because}`
  })
  const attempts = plan?.kind === 'attempts' ? plan.attempts : []
  return [
    bold(`level ${decision.level}${decision.pinned ? ', pinned to the LAN' : ''}`),
    ...reasons,
    ...(findings.length === 0 ? [] : [bold('found')]),
    ...findings,
    ...prompt.unread.map(({ path, kind }) => `  ${red('not read')}         ${kind}  ${path}`),
    ...(prompt.stripped.length === 0 ? [] : [`${bold('not sent')} ${prompt.stripped.join(', ')}`]),
    bold('destinations'),
    ...verdicts,
    ...decision.broken.map(({ destination, rule }) =>
      red(`  broken glass: ${rule} yields at ${destination}, and that is recorded`),
    ),
    ...(decision.obligations.length === 0 ? [] : [`  obligations: ${decision.obligations.join(', ')}${decision.retain === null ? '' : `; its record is kept for at least ${decision.retain}`}`]), // prettier-ignore
    ...decision.shadow.map(({ rule, wouldPermit }) =>
      dim(`  shadow rule ${rule} would permit: ${wouldPermit.join(', ') || 'nothing'}`),
    ),
    ...attempts.map(
      ({ destination, node, model, api }, index) =>
        `  try ${String(index + 1)}: ${destination}${node === null ? '' : ` (${node})`}, model ${model}${api === prompt.api ? '' : `, translated to ${api}`}`,
    ),
    refusal === null
      ? green('It would be served.')
      : red(`It would be refused: ${String(refusal.status)} ${refusal.code}: ${refusal.says}`),
    '',
  ].join('\n')
}
