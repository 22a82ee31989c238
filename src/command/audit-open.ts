import { readFile } from 'node:fs/promises'
import { openSealed } from '../audit/open-sealed.ts'
import type { Opened, OpenedPart } from '../audit/open-sealed.ts'
import { readOpener } from '../audit/seal-box.ts'
import { sealStore, sealedBeside } from '../audit/seal-store.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { onStoppedLedger, oneDir, said } from './stopped-ledger.ts'

/**
 * `cordon audit open DIR --request ID --key AUDITOR.pem --reason TEXT --by NAME (--sign LEDGER-KEY.pem | --copy)`: decrypts what was sealed of
 * one request. With `--sign` the record of it is on disk before anything is shown; `--copy` is for a copy, where none can be left.
 */
export async function auditOpen(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      request: { type: 'string' },
      key: { type: 'string' },
      reason: { type: 'string' },
      by: { type: 'string' },
      sign: { type: 'string' },
      copy: { type: 'boolean', default: false },
      sealed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const dir = oneDir('open', positionals)
  const { request, key, sign, copy, sealed = sealedBeside(dir) } = values
  if (request === undefined || key === undefined)
    throw new UsageError('audit open needs --request ID and --key AUDITOR.pem')
  const [reason, by] = [said('reason', values.reason), said('by', values.by, 200)]
  if ((sign === undefined) !== copy)
    throw new UsageError('audit open needs --sign with the ledger\'s key, for its record, or --copy') // prettier-ignore
  const open = async () =>
    openSealed(dir, { store: sealStore(sealed), request, key: readOpener(await readFile(key, 'utf8')) })
  if (sign === undefined) {
    const opened = await open()
    io.err('No record of this opening is left: this is a copy, and only a ledger that Cordon writes can have one.\n')
    io.out(shown(opened, values.json))
    return 0
  }
  const opened = await onStoppedLedger({ dir, key: sign, command: 'open' }, io, async ({ append }) => {
    const found = await open()
    const parts = found.answer === null ? ['prompt'] : ['prompt', 'answer']
    await append({ type: 'audit.opened', request, caller: found.caller, parts, reason, by })
    return found
  })
  io.out(shown(opened, values.json))
  return 0
}

function shown(opened: Opened, json: boolean): string {
  if (json) return `${JSON.stringify(opened, null, 2)}\n`
  const { request, caller, prompt, answer } = opened
  return `${request} of ${caller}\n\n${part('Prompt', prompt)}\n${answer === null ? 'No answer was sealed.\n' : part('Answer', answer)}`
}

const part = (name: string, { text, cut }: OpenedPart) =>
  `${name}${cut ? ' (the beginning: the rest was not kept)' : ''}:\n${harmless(text)}\n`

/** What was sealed is anybody's text: it must not move the cursor of whoever reads it. */
const harmless = (text: string) =>
  // eslint-disable-next-line no-control-regex -- these are what is shown
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`) // prettier-ignore
