import { createPrivateKey } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { addApproval, statementIn } from '../policy/approvals.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { approvalsOf, readPolicy, readText } from './load.ts'

const OPTIONS = {
  key: { type: 'string' },
  as: { type: 'string' },
  author: { type: 'string' },
  serial: { type: 'string' },
} as const

/**
 * `cordon policy sign FILE --key KEY.pem --as NAME`: adds one approval to the file beside a policy. The first one also says who wrote the
 * policy (`--author`) and its place in the order (`--serial`); those who follow approve the same.
 */
export async function policySign(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  const [file, ...more] = positionals
  const { key, as: name } = values
  if (file === undefined || more.length > 0 || key === undefined || name === undefined) {
    throw new UsageError('policy sign needs one policy, --key FILE and --as NAME')
  }
  const { policy } = await readPolicy(file, io)
  const sofar = await readText(approvalsOf(file)).catch((cause: unknown) => {
    if (cause instanceof Error && cause.message.includes('there is no such file')) return null
    throw cause
  })
  const first = sofar === null ? begin(values) : statementIn(sofar)
  const { name: named, version, digest } = policy
  const statement = { policy: named, version, sha256: digest, serial: first.serial, author: first.author }
  const text = await addApproval({ statement, sofar, name, key: createPrivateKey(await readText(key)) })
  await writeFile(`${approvalsOf(file)}.new`, text)
  await rename(`${approvalsOf(file)}.new`, approvalsOf(file))
  io.out(
    `${name} approves ${named} ${version} (sha256 ${digest}), number ${String(first.serial)}, written by ${first.author}\n`,
  )
  return 0
}

function begin({ author, serial }: { readonly author?: string | undefined; readonly serial?: string | undefined }) {
  if (author === undefined || serial === undefined || !/^[1-9]\d{0,8}$/.test(serial)) {
    throw new UsageError(
      'the first approval also needs --author NAME and --serial NUMBER, higher than that of the policy before',
    )
  }
  return { author, serial: Number(serial) }
}
