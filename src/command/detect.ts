import { readFile } from 'node:fs/promises'
import { detectorsWith } from '../detect/custom-detector.ts'
import { createDetectText } from '../detect/detect-text.ts'
import type { DetectText } from '../detect/detect-text.ts'
import { readAll, readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'

/**
 * `cordon detect`: what sensitive data is in some texts. Texts come from standard input (one text, or with `--jsonl` one JSON
 * object with `text` and optionally `id` on each line) or from files. Prints one line of JSON for each text, in order; findings
 * say where and what, never the text. With `--policy FILE` also what that policy's own detectors find.
 */
export async function detect(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals: files } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { jsonl: { type: 'boolean', default: false }, policy: { type: 'string' } },
  })
  const own = values.policy === undefined ? [] : (await readPolicy(values.policy, io)).policy.detectors
  const detectText = createDetectText(detectorsWith(own))
  const print = printer(detectText, io)
  for (const { name, bytes } of await inputs(files, io)) {
    const text = decode(bytes, name)
    if (values.jsonl) for (const one of lines(text, name)) print(one.id, one.text)
    else print(name, text)
  }
  return 0
}

const printer = (detectText: DetectText, io: Io) => (id: unknown, text: string) =>
  io.out(`${JSON.stringify({ id, findings: detectText(text) })}\n`)

async function inputs(files: readonly string[], io: Io) {
  if (files.length === 0) return [{ name: '-', bytes: await readAll(io.stdin) }]
  return Promise.all(files.map(async (name) => ({ name, bytes: await readFile(name) })))
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UsageError(`${name}: this is not text in UTF-8`)
  }
}

/** Lines of JSON. A line without an `id` gets its number, from 1. */
function lines(text: string, name: string): readonly { readonly id: unknown; readonly text: string }[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const at = `${name}:${String(index + 1)}`
    const value = parse(line, at)
    if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
      throw new UsageError(`${at}: a line needs a "text" that is a string`)
    }
    return [{ id: 'id' in value ? value.id : index + 1, text: value.text }]
  })
}

function parse(line: string, at: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`${at}: this is not JSON`)
  }
}
