import type { JsonObject } from '../terms/json.ts'
import type { PolicyTest } from '../terms/policy.ts'
import { byName } from './by-name.ts'
import type { TestFile } from './policy-file.ts'

/** A test from its written form, complete with its defaults. */
export function toTest(written: TestFile, line: number): PolicyTest {
  const { expect } = written
  const listed = (said: string | readonly string[]) => (typeof said === 'string' ? [said] : said)
  const caller = Object.entries(written.caller).flatMap(([name, said]) =>
    said === undefined ? [] : [[name, listed(said)]],
  )
  return {
    it: written.it,
    line,
    caller: Object.fromEntries(caller) as PolicyTest['caller'],
    prompt: written.prompt ?? null,
    request: written.request === undefined ? null : (written.request as NonNullable<PolicyTest['request']>),
    findings: (written.findings ?? []).map(({ type, count, score }) => ({
      type,
      count: count ?? 1,
      score: score ?? 1,
    })),
    unread: written.unread ?? false,
    detectorFails: written.detectorFails ?? false,
    tools: written.tools ?? false,
    model: written.model ?? null,
    reason: written.reason ?? false,
    raise: written.raise ?? null,
    on: written.on ?? null,
    expect: {
      level: expect.level ?? null,
      to: expect.to === undefined ? null : listed(expect.to),
      never: expect.never ?? [],
      rule: expect.rule ?? null,
      denied: byName(expect.denied ?? {}, (_, by) => by),
      shadow: expect.shadow ?? null,
      provider: byName(expect.provider ?? {}, (_, flags) => flags as JsonObject),
      retain: (expect.retain ?? null) as PolicyTest['expect']['retain'],
      obligations: expect.obligations ?? null,
      broken: expect.broken ?? null,
    },
  }
}
