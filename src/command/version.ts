import { fileURLToPath } from 'node:url'

/** The version in package.json, for what is written by commands. */
export const VERSION = '0.1.0'

/** Where the built console lies: beside the compiled code, or where a clone builds it. */
export const CONSOLE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/console' : '../console', import.meta.url),
)
