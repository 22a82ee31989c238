import { describe, expect, test } from '@jest/globals'
import { BETAS, betasIn } from '../../src/read/betas.ts'
import { isFieldName } from '../../src/read/field-names.ts'

const allowed = BETAS.filter((one) => one.do === 'allow').map(({ beta }) => beta)
const asked = (...values: readonly string[]) => betasIn(values.flatMap((value) => ['anthropic-beta', value]))

describe('the list of betas', () => {
  test('names each once, with a reason', () => {
    expect(new Set(BETAS.map(({ beta }) => beta)).size).toBe(BETAS.length)
    expect(BETAS.filter(({ why }) => why === '')).toEqual([])
  })

  test.each([
    'mcp',
    'files',
    'skills',
    'fallback',
    'code-execution',
    'web-search',
    'fast-mode',
    'cache-ttl',
    'advisor',
  ])('allows none that is for %s', (what) => expect(allowed.filter((beta) => beta.includes(what))).toEqual([]))

  test('has none whose name could not be asked for', () => {
    for (const { beta, do: what } of BETAS) {
      const { known, dropped } = asked(beta)
      expect([...known, ...dropped]).toEqual([what === 'allow' ? beta : `anthropic-beta:${beta}`])
    }
  })
})

describe('betas in the headers', () => {
  test('are looked for under any spelling of their header, and in no other', () => {
    expect(betasIn(['Anthropic-BETA', 'effort-2025-11-24']).known).toEqual(['effort-2025-11-24'])
    expect(betasIn(['x-beta', 'effort-2025-11-24', 'effort-2025-11-24', 'anthropic-beta'])).toEqual({
      known: [],
      dropped: [],
    })
  })

  test('count once, however often they are asked for', () => {
    expect(asked('effort-2025-11-24,,effort-2025-11-24 ,', 'effort-2025-11-24').known).toEqual(['effort-2025-11-24'])
  })

  test('are compared to the last letter', () => {
    expect(asked('Effort-2025-11-24', 'effort-2025-11-240', 'effort', 'effort-2025-11-24;q=1').known).toEqual([])
  })

  test('are repeated in a record only when they are betas, and not any text', () => {
    const { dropped } = asked('files-api-2025-04-14', 'maria-schneider-2025-04-14', 'Maria Schneider', '536-22-8726')
    expect(dropped).toEqual([
      'anthropic-beta:files-api-2025-04-14',
      'anthropic-beta:maria-schneider-2025-04-14',
      'anthropic-beta',
    ])
    expect(dropped.filter(isFieldName)).toEqual(['anthropic-beta:files-api-2025-04-14', 'anthropic-beta'])
  })

  test('are no way to make a record large', () => {
    expect(asked(Array.from({ length: 5000 }, (_, at) => `x${at}-2025-04-14`).join(',')).dropped.length).toBeLessThan(
      65,
    )
  })
})
