import type { Retention } from '../terms/policy.ts'

/** How long some rules ask for records to be kept. Whether a rule applies is not for Cordon to say. */
export const PRESETS: Readonly<Record<string, Retention>> = {
  'ai-act': '6m', // Regulation (EU) 2024/1689, Art. 26(6): logs of high-risk systems
  pci: '12m', // PCI DSS 4.0, 10.5.1
  hipaa: '6y', // 45 CFR 164.316(b)(2)(i)
  sox: '7y', // 17 CFR 210.2-06
}

/** `90d`, `18m`, `6y` or the name of a preset; null for anything else. */
export function readRetention(text: string): Retention | null {
  if (Object.hasOwn(PRESETS, text)) return PRESETS[text] ?? null
  return /^[1-9]\d{0,3}[dmy]$/.test(text) ? (text as Retention) : null
}

/** Until when something of this time is kept, both in milliseconds since 1970. Where a month has no such day, some days longer. */
export function keptUntil(time: number, retain: Retention): number {
  const count = Number.parseInt(retain, 10)
  const at = new Date(time)
  if (retain.endsWith('d')) at.setUTCDate(at.getUTCDate() + count)
  else at.setUTCMonth(at.getUTCMonth() + (retain.endsWith('y') ? 12 * count : count))
  return at.getTime()
}
