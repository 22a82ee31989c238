import { inert } from '../lib/inert.ts'

/** What stands in a record in place of a name that might have been a secret: a keyed digest. */
const DIGEST = /^hm1_[A-Za-z0-9_-]{22}$/

type WordParts = { readonly text: string; readonly most?: number; readonly code?: boolean }

/** A text from a record or a policy: shown as what it is, doing nothing, on its own side of any change of direction. */
export function Word({ text, most = 80, code = false }: WordParts) {
  if (DIGEST.test(text))
    return (
      <code class="word hint" title={`${text}: a digest; the name itself was not written down`}>
        {text.slice(0, 10)}…
      </code>
    )
  const { shown, cut } = inert(text, most)
  const title = cut === 0 ? undefined : inert(text, 2_000).shown
  const body = (
    <bdi class="word" title={title}>
      {shown}
      {cut > 0 && <span class="cut">… {cut} more</span>}
    </bdi>
  )
  return code ? <code>{body}</code> : body
}

/** The beginning of a digest, or of a pseudonym: enough to know it again by. */
export const Short = ({ digest, most = 12 }: { readonly digest: string; readonly most?: number }) => (
  <code title={inert(digest).shown}>{inert(digest.slice(0, most)).shown}</code>
)

/** Several, with commas; a dash for none. */
export function Words({ of, most }: { readonly of: readonly string[]; readonly most?: number }) {
  if (of.length === 0) return <span class="none">–</span>
  return (
    <span class="words">
      {of.map((text) => (
        <Word key={text} text={text} {...(most !== undefined && { most })} />
      ))}
    </span>
  )
}
