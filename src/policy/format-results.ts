import type { TestResult } from './run-tests.ts'

/** Test results for a terminal: a line each, differences below, and a count. Ends with a line break. */
export function formatResults(results: readonly TestResult[], { colour }: { readonly colour: boolean }): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  const lines = results.flatMap(({ it, line, passed, differences }) => [
    passed ? `${paint(32, 'ok')}    ${it}` : `${paint(31, 'FAIL')}  ${it} (line ${line})`,
    ...differences.map((difference) => `        ${difference}`),
  ])
  return [...lines, count(results), ''].join('\n')
}

function count(results: readonly TestResult[]): string {
  const failed = results.filter(({ passed }) => !passed).length
  if (results.length === 0) return 'no tests: nothing was checked'
  return failed === 0 ? `${results.length} of ${results.length} passed` : `${failed} of ${results.length} failed`
}
