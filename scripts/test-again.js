import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

// Runs anew, one after the other and alone, the few test files that failed beside others, as a machine that is shared makes them do.
// What fails alone too is a defect, and so is more than a few; and where nothing is known of a failure, it stays one.
const MOST = 3

const { testResults } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const failed = testResults.flatMap(({ name, status }) => (status === 'failed' ? [relative('.', name)] : []))
if (failed.length === 0 || failed.length > MOST) {
  console.error(`${String(failed.length)} test files failed; only 1 to ${String(MOST)} are run again`)
  process.exit(1)
}
console.error(`\nFailed beside others, and run again alone:\n${failed.map((name) => `  ${name}`).join('\n')}\n`)
for (const name of failed) {
  const { status } = spawnSync(process.execPath, ['scripts/test.js', '--runInBand', '--runTestsByPath', name], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}
console.error(`\nPassed alone, and worth a look:\n${failed.map((name) => `  ${name}`).join('\n')}`)
