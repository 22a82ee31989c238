import { describe, expect, test } from '@jest/globals'
import { askedLevels } from '../../src/decide/asked-levels.ts'
import { Problem } from '../../src/terms/problem.ts'

const LEVELS = ['public', 'internal', 'restricted'] as const

describe('x-cordon-level', () => {
  test.each([
    { name: 'no header', values: [], want: [] },
    { name: 'one level', values: ['internal'], want: ['internal'] },
    { name: 'spaces and capitals', values: ['  Internal '], want: ['internal'] },
    { name: 'a list', values: ['internal, RESTRICTED'], want: ['internal', 'restricted'] },
    { name: 'several headers, each said once', values: ['internal', 'public,internal'], want: ['internal', 'public'] },
  ])('is read from $name', ({ values, want }) => {
    expect(askedLevels(LEVELS, values)).toEqual(want)
  })

  test.each(['secret', '', ' ', 'internal,', 'public;internal', '__proto__', 'constructor', 'internal\u0000'])(
    'is refused as %j, without quoting it',
    (value) => {
      const thrown = (() => {
        try {
          return askedLevels(LEVELS, [value])
        } catch (error) {
          return error
        }
      })()
      expect(thrown).toBeInstanceOf(Problem)
      expect(thrown).toMatchObject({ code: 'invalid_request', param: 'x-cordon-level' })
      expect((thrown as Problem).says).toBe(
        'x-cordon-level must name one of these levels: public, internal, restricted.',
      )
      expect((thrown as Problem).message).toBe('unknown level in x-cordon-level')
    },
  )
})
