/** Longer than any number that is kept exactly, unless it is padded with zeros. */
const LONGEST = 64

/**
 * True when a JSON number (RFC 8259 §6) means the same after it was read into a double and written again.
 * False for what overflows, underflows or loses a digit, such as 9007199254740993. The text must be a JSON number.
 */
export function isKeptExactly(text: string): boolean {
  if (text.length > LONGEST) return false
  const value = Number(text)
  return Number.isFinite(value) && inLowestTerms(text) === inLowestTerms(String(value))
}

/** Sign, digits without zeros at either end, and the power of ten that belongs to them: one spelling for each value. */
function inLowestTerms(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return '0'
  const significant = digits.replace(/0+$/, '')
  const power = Number(exponent) - fraction.length + (digits.length - significant.length)
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${power}`
}
