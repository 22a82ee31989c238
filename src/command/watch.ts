import { stat } from 'node:fs/promises'

export type Watch = { readonly stop: () => void }

export type WatchParts = {
  /** Asked anew at each look: a configuration may come to name other files. */
  readonly files: () => readonly string[]
  readonly changed: () => void
  readonly everyMs: number
}

/**
 * Calls back once after a file has changed and then stayed the same for one more look, so that nobody reads half of what an editor
 * writes. It looks at the file that a name leads to, because editors and volume mounts put another file under the old name.
 */
export function watchFiles({ files, changed, everyMs }: WatchParts): Watch {
  let known: string | null = null
  let last: string | null = null
  let looking = false
  const look = async () => {
    if (looking) return
    looking = true
    const now = await factsOf(files())
    looking = false
    if (known === null) known = now
    else if (now !== known && now === last) {
      known = now
      changed()
    }
    last = now
  }
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  void look()
  return { stop: () => clearInterval(timer) }
}

async function factsOf(files: readonly string[]): Promise<string> {
  const facts = await Promise.all(
    files.map((file) =>
      stat(file, { bigint: true }).then(
        ({ dev, ino, size, mtimeNs }) => [dev, ino, size, mtimeNs].join(' '),
        () => 'not there', // a reload will say why
      ),
    ),
  )
  return facts.join('\n')
}
