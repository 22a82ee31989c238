import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { listFiles } from '../ledger-files.ts'
import { makeNearProof } from '../near-proof.ts'
import { readLines } from '../read-lines.ts'

type Line = { readonly record: JsonObject; readonly segment: string; readonly line: number }

/**
 * Both lines of a request, as they stand in the ledger; where the decision stands, in the files and in the tree; and the proof that it does, which
 * is null while no checkpoint covers it.
 */
export async function wholeRecord(dir: string, { seq, ended }: JsonObject): Promise<JsonObject> {
  const [decision, outcome] = [await lineOf(dir, seq), await lineOf(dir, ended)]
  const proof = typeof seq === 'number' ? await makeNearProof(dir, seq).catch(() => null) : null
  const place =
    decision === null || typeof seq !== 'number'
      ? null
      : { index: seq, size: proof?.size ?? null, segment: decision.segment, line: decision.line }
  return {
    ...{ decision: decision?.record ?? null, outcome: outcome?.record ?? null, place },
    proof: proof as unknown as JsonObject,
  }
}

async function lineOf(dir: string, seq: JsonValue | undefined): Promise<Line | null> {
  const { segments } = await listFiles(dir)
  const segment = typeof seq === 'number' ? segments.findLast(({ first }) => first <= seq) : undefined
  if (segment === undefined) return null
  const { name } = segment
  let [found, at]: [Line | null, number] = [null, 0]
  const mark = `,"seq":${String(seq)},"prev":`
  await readLines(segment.path, (line) => {
    at += 1
    const bytes = Buffer.from(line.buffer, line.byteOffset, line.length)
    if (!bytes.subarray(0, 128).includes(mark)) return true
    const value = JSON.parse(bytes.toString('utf8')) as JsonValue
    if (isJsonObject(value) && value['seq'] === seq) found = { record: value, segment: name, line: at }
    return found === null
  })
  return found
}
