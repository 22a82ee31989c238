/**
 * A text with capital and small letters made one, each unit in its place: what two letters have in common that Unicode's simple
 * case folding makes one (`K` and the Kelvin sign, both small sigmas). Letters beyond the basic plane stay as they are.
 */
export function caseless(text: string): string {
  if (!/\P{ASCII}/u.test(text)) return text.toLowerCase()
  let out = ''
  for (let at = 0; at < text.length; at++) out += KNOWN[text.charCodeAt(at)] ??= one(text.charAt(at))
  return out
}

const KNOWN: (string | undefined)[] = new Array<string | undefined>(0x10000)

function one(unit: string): string {
  const small = unit.toUpperCase().toLowerCase()
  if (small.length === 1) return small
  const plain = unit.toLowerCase()
  return plain.length === 1 ? plain : unit // some are more than one in small letters
}
