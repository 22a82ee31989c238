import { writeFileSync } from 'node:fs'
import { coveragePage } from './coverage-table.ts'

/** Writes docs/coverage.md anew: `node scripts/run.js test/read/write-coverage.ts` */
writeFileSync('docs/coverage.md', coveragePage())
