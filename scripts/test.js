import { spawnSync } from 'node:child_process'

// jest loads ES modules only with this flag, and a flag can only be given to a new process.
const jest = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
process.exit(jest.status ?? 1)
