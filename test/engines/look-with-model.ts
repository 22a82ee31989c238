/* In a process of its own, as a native module wants it: what a model from a folder finds in the texts on standard input, as JSON. */
import { readFileSync } from 'node:fs'
import { tokenModel } from '../../src/engines/token-model.ts'
import { loadModel } from '../../src/engines/transformers.ts'
import { shutTheOtherDoors } from '../../src/forward/other-doors.ts'

const doors: string[] = []
shutTheOtherDoors((door) => doors.push(door))
const [folder = ''] = process.argv.slice(2)
const entities = { PER: 'PERSON', LOC: 'LOCATION' }
const engine = tokenModel({ name: 'engine:tiny', entities, load: () => loadModel(folder) })
const texts = JSON.parse(readFileSync(0, 'utf8')) as readonly string[]
const found: unknown[] = []
for (const text of texts) {
  found.push(
    await engine.look([text], AbortSignal.timeout(20_000)).then(
      ([some]) => some,
      (cause: unknown) => String(cause),
    ),
  )
}
console.log(JSON.stringify({ found, doors }))
