import { openApi } from '../contract/openapi.ts'
import { OPERATIONS } from '../contract/operations.ts'
import { readArgs } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { VERSION } from './version.ts'

/** `cordon openapi`: the admin API as an OpenAPI 3.1 document, as a running Cordon hands it out. */
export async function openapi(args: readonly string[], io: Io): Promise<ExitCode> {
  readArgs({ args: [...args], options: {} })
  io.out(`${JSON.stringify(openApi(OPERATIONS, VERSION), null, 2)}\n`)
  return 0
}
