import { Problem } from '../../src/terms/problem.ts'

/** The Problem that something throws; anything else that it does fails the test. */
export function problemOf(act: () => unknown): Problem {
  try {
    act()
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown
    throw thrown
  }
  throw new Error('nothing was thrown')
}
