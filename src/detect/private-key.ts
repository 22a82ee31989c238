import type { Detector, Spotted } from '../terms/finding.ts'
import { spot } from './spot.ts'

const LONGEST = 16_384
// RFC 7468 §2 and RFC 4880 §6.2; hyphens survive escaping, line breaks come as "\n" as well.
const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g
// What may stand between the header and the body: breaks, and the quotes and pluses of a string in code.
const BETWEEN = /^(?:\s|\\[nr]|["'+,]){0,48}/
const BODY = /^(?:[A-Za-z0-9+/=]{16}|(?:Proc-Type|DEK-Info|Comment|Version|Charset|Hash|MessageID): )/

/** Private keys in PEM, OpenPGP, OpenSSH and PuTTY form, whole or cut off. */
export const privateKey: Detector = {
  id: 'private-key',
  types: ['SECRET'],
  detect: (text) => {
    const found: Spotted[] = []
    if (text.includes('PRIVATE KEY')) {
      let done = 0
      for (const { index, 0: head } of text.matchAll(BEGIN)) {
        if (index < done) continue
        done = endOfKey(text, index + head.length)
        const after = text.slice(index + head.length, index + head.length + 128)
        const hasBody = BODY.test(after.replace(BETWEEN, ''))
        found.push(...spot('SECRET', hasBody ? 1 : 0.4, index, done))
      }
    }
    for (let at = text.indexOf('PuTTY-User-Key-File-'); at !== -1; at = text.indexOf('PuTTY-User-Key-File-', at + 20)) {
      const body = text.slice(at, at + LONGEST)
      const mac = /Private-MAC: ?[0-9a-f]{20,64}/.exec(body)
      if (/Private-Lines: ?\d/.test(body.slice(0, 4096)))
        found.push(
          ...spot('SECRET', 1, at, at + (mac === null ? Math.min(body.length, 4096) : mac.index + mac[0].length)),
        )
    }
    return found
  },
}

/** The end of the footer, or of what still looks like a body. */
function endOfKey(text: string, from: number): number {
  const dashes = text.indexOf('-----', from)
  const footer = /-----END [A-Z0-9 ]{0,48}PRIVATE KEY(?: BLOCK)?-----/y
  footer.lastIndex = dashes
  if (dashes !== -1 && dashes - from < LONGEST && footer.test(text)) return footer.lastIndex
  const body = text.slice(from, dashes === -1 ? from + LONGEST : Math.min(dashes, from + LONGEST))
  return from + (/^(?:[A-Za-z0-9+/=\s]|\\[nr])*/.exec(body)?.[0].trimEnd().length ?? 0)
}
