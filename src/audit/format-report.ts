import type { Report } from './verify-ledger.ts'

/** Each verdict in a sentence. */
export const SAYS: Readonly<Record<Report['verdict'], string>> = {
  fine: 'FINE: every record is as it was written, and in order.',
  tampered: 'TAMPERED: the ledger is not as it was written.',
  truncated: 'TRUNCATED: records are missing.',
  fork: 'FORK: there are two histories.',
  unverifiable: 'UNVERIFIABLE: it cannot be shown whose ledger this is, or that it is one.',
  unwitnessed: 'UNWITNESSED: every record is as it was written, and nobody else has kept a checkpoint.',
}

/** The report as a page of text: the verdict, where the first bad record is, what was counted, and what this does not prove. */
export function formatReport(report: Report, { colour }: { readonly colour: boolean }): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${String(code)}m${text}\u001b[0m` : text)
  const lines = [paint(report.verdict === 'fine' ? 32 : 31, SAYS[report.verdict]), ...bad(report), ...counts(report)]
  const limit =
    report.keys === null
      ? 'Not shown by this check: who signed (give --key), records cut off at the end together with their checkpoints, a ledger written anew.'
      : 'Not shown by this check: what whoever holds the key wrote anew, unless somebody else kept a checkpoint (--witness).'
  return [...lines, ...(report.verdict === 'fine' ? [paint(2, limit)] : []), ''].join('\n')
}

function bad({ firstBad, why }: Report): readonly string[] {
  if (firstBad === null) return why === null ? [] : [`  ${why}`]
  const line = firstBad.line > 0 ? `, line ${String(firstBad.line)}, record ${String(firstBad.seq)}` : ''
  return [`  first bad   ${firstBad.segment}${line}`, `  why         ${firstBad.why}`]
}

/** What a person wrote, without what could move a cursor. */
const printed = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '�')

function signers({ keys }: Report): string {
  if (keys === null) return 'signatures not checked: no key was given'
  return keys.length === 0 ? 'signed with none of the keys given' : `signed with ${keys.join(', ')}`
}

function counts(report: Report): readonly string[] {
  if (report.origin === null) return []
  const { tornTail, from, to } = report
  const types = Object.entries(report.types).map(([type, count]) => `${type} ${String(count)}`)
  const rows: readonly (readonly [string, string | null])[] = [
    ['origin', report.origin],
    [
      'pruned',
      report.pruned === 0 ? null : `${String(report.pruned)} records before these are gone, as a signed record says`,
    ],
    [
      'good',
      `${String(report.records - report.pruned)} records in ${String(report.segments)} segments, ${String(report.bytes)} bytes`,
    ],
    ['time', from === null || to === null ? null : `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`],
    ['records', types.join(', ')],
    ['open', report.open === 0 ? null : `${String(report.open)} permitted requests without an outcome (yet)`],
    [
      'recovered',
      report.recovered === 0 ? null : `${String(report.recovered)} outcomes unknown: the process had ended`,
    ],
    [
      'superseded',
      report.superseded === 0 ? null : `${String(report.superseded)} lines, written again after a disk error`,
    ],
    ...report.gaps.map(
      ({ from, seq, by, reason }) =>
        [
          'gap',
          `records from ${String(from)} on were given up (record ${String(seq)}), by ${printed(by)}: ${printed(reason)}`,
        ] as const,
    ),
    [
      'torn',
      tornTail === null ? null : `${String(tornTail.bytes)} bytes at the end of ${tornTail.segment}, not counted`,
    ],
    ['head', report.head],
    ['root', report.root],
    ['checkpoints', `${String(report.checkpoints)}, ${signers(report)}`],
    ['unsigned', `${String(report.unsigned)} records after the last checkpoint`],
    ['unwitnessed', `${String(report.unwitnessed)} records after the last checkpoint that somebody else kept`],
  ]
  return rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [`  ${name.padEnd(11)} ${value}`]))
}
