/** How the values of one metric's series come together: requests are counted up, of shares the fullest counts. */
export type Together = 'sum' | 'most'

/**
 * Reads one gauge out of a Prometheus text exposition (format 0.0.4). Null when none of the names is there with a number that is
 * not negative. The first name that is there counts: servers rename their metrics. Linear in the text.
 */
export function gauge(text: string, names: readonly string[], together: Together): number | null {
  for (const name of names) {
    const values = seriesOf(text, name)
    if (values.length > 0) return together === 'sum' ? values.reduce((a, b) => a + b, 0) : Math.max(...values)
  }
  return null
}

function seriesOf(text: string, name: string): readonly number[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith(name)) return []
    const next = line.charAt(name.length)
    if (next !== '{' && next !== ' ') return []
    const labels = next === '{' ? line.lastIndexOf('}') + 1 : name.length
    const value = Number(line.slice(labels).trim().split(' ')[0] || NaN)
    return Number.isFinite(value) && value >= 0 ? [value] : []
  })
}
