import type { StoredNote } from '../checkpoint-file.ts'
import { PROOF_FORMAT } from '../proof.ts'
import type { Proof } from '../proof.ts'
import { eachLine } from './each-line.ts'
import type { EachLine } from './each-line.ts'
import { OutFile } from './out-file.ts'
import type { FileEntry } from './out-file.ts'
import { TreeFile } from './tree-file.ts'

export const PROOFS = 'proofs.jsonl'

type Parts = Omit<EachLine, 'until'> & {
  readonly out: string
  readonly gzip: boolean
  readonly note: StoredNote
  readonly first: number
  readonly last: number
}

/** One proof a line for each covered record of an export, as `audit verify-proof` reads it. Reads the ledger twice. */
export async function proofsFile(parts: Parts): Promise<{ readonly file: FileEntry; readonly count: number }> {
  const { out, gzip, note, first, last } = parts
  const tree = new TreeFile(out)
  try {
    await eachLine({ ...parts, until: note.size }, ({ leaf }) => tree.push(Buffer.from(leaf, 'base64')))
    const file = new OutFile(out, PROOFS, gzip)
    await eachLine({ ...parts, until: last + 1 }, ({ seq, bytes }) => {
      if (seq < first) return
      file.write(`${JSON.stringify(proofOf(note, seq, Buffer.from(bytes).toString(), tree.path(seq, note.size)))}\n`)
    })
    return { file: file.finish(), count: last - first + 1 }
  } finally {
    tree.close()
  }
}

function proofOf({ origin, size, text }: StoredNote, index: number, line: string, path: readonly Uint8Array[]): Proof {
  const hashes = path.map((hash) => Buffer.from(hash).toString('base64'))
  return { format: PROOF_FORMAT, origin, index, size, line, path: hashes, checkpoint: text }
}
