import { createHash } from 'node:crypto'
import { stripTypeScriptTypes } from 'node:module'

/** A jest transformer: tests see what `node src/main.ts` sees, types blanked out, every line and column kept. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source) => createHash('sha256').update(process.version).update(source).digest('hex'),
}
