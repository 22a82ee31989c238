const WORDS =
  /^(?:x{3,}|\*{3,}|\.{3,}|_{3,}|-{3,}|change[-_ ]?me|pass(?:word|wd)?|passphrase|secret|token|api[-_]?key|key|example|sample|dummy|placeholder|redacted|masked|hidden|none|null|nil|undefined|true|false|todo|tbd|n\/a|required|optional|string|text|value|todo|empty|unset|default|insert|enter|your|my)$/i
// One way only to match, in each: between two separators stands no third one, and between two rows of x a separator. With `\w+` for
// a word, `_` could be either, and time would be exponential.
const PHRASES =
  /^(?:your|my|the|insert|enter|replace|change|put|some|example|sample|dummy|fake|test)[-_ ](?:[a-z\d]*[-_ ])*(?:key|token|secret|password|pass|pwd|here|me|value|id)\w*$|^(?:\$\{|\{\{|<|%\(|\$\(|#\{|\[)[^\s]*[>}\])]?[sd]?$|^%\w+%$|^\$[A-Za-z_]\w*$|^process\.env\b|^os\.(?:environ|getenv)|^env[.(]|^x{2,}(?:[-_]x{2,})*[-_]?$|^\*+$|-here$|^\.\.\./i

/**
 * True for what people write where a secret would stand: `<token>`, `${VAR}`, `your-key-here`, `changeme`, `xxxx`.
 * A key in test mode is not one.
 */
export function isPlaceholder(value: string): boolean {
  return value.length <= 128 && (WORDS.test(value) || PHRASES.test(value) || /^(.)\1+$/.test(value))
}

/** Shannon entropy of the characters of a text, in bits per character; at most the first 256 are looked at. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  const sample = text.slice(0, 256)
  for (const char of sample) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / sample.length) * Math.log2(count / sample.length)
  return bits
}
