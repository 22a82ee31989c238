import { describe, expect, test } from '@jest/globals'
import { isFinding } from '../../src/detect/check-spotted.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import type { Detector } from '../../src/terms/finding.ts'
import { attacks } from './attacks.ts'
import { segment } from './look.ts'

export type ContractCase = {
  readonly detector: Detector
  /** Texts in which it finds something. */
  readonly positives: readonly string[]
  /** Types that a policy has of its own. */
  readonly own?: readonly string[]
}

const run = (detector: Detector, text: string) => detector.detect(text, segment(text))

/** What every detector has to hold, whoever wrote it. */
export function holdsTheContract({ detector, positives, own = [] }: ContractCase): void {
  describe(`the detector ${detector.id}`, () => {
    test('declares types that policies may name', () => {
      const known = ENTITY_TYPES.filter(({ detected }) => detected).map(({ type }) => type)
      expect(detector.types.length).toBeGreaterThan(0)
      expect([...known, ...own]).toEqual(expect.arrayContaining([...detector.types]))
    })

    test('finds nothing in nothing', () => {
      expect(['', ' ', '\n', '\u0000', '\ud800'].flatMap((text) => run(detector, text))).toEqual([])
    })

    test('finds something in each of its texts, within bounds, and says where and not what', () => {
      expect(positives.length).toBeGreaterThan(0)
      for (const text of positives) {
        const found = run(detector, text)
        expect({ text, found: found.length > 0 }).toEqual({ text, found: true })
        for (const spotted of found) {
          expect(isFinding(detector, text.length, spotted)).toBe(true)
          expect(detector.mayHold?.(text, segment(text)) ?? true).toBe(true)
          expect(Object.keys(spotted).sort()).toEqual(['end', 'score', 'start', 'type'])
        }
      }
    })

    test('gives the same answer twice, and in the middle of other text', () => {
      for (const text of positives) {
        expect(run(detector, text)).toEqual(run(detector, text))
        const [before, after] = ['Ünïcödé 🦊 wörds.\n\n', '\n\n日本語 and more.']
        const inside = run(detector, before + text + after).filter(({ score }) => score >= 0.5)
        const alone = run(detector, text).filter(({ score }) => score >= 0.5)
        for (const { type, start } of alone)
          expect(inside).toContainEqual(expect.objectContaining({ type, start: start + before.length }))
      }
    })

    test('takes whatever text there is, and stays within it', () => {
      for (const attack of attacks) {
        const text = attack.make(500)
        for (const spotted of run(detector, text)) expect(isFinding(detector, text.length, spotted)).toBe(true)
      }
    })
  })
}
