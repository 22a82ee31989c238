/**
 * Run by itself: has a conversation with a memory, whose texts come on stdin, and writes all of this process's heap to a file.
 * With `--hold-on` it keeps the texts, to show that they would be found.
 */
import { text } from 'node:stream/consumers'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { answer, ask, fresh, recall, sealed, user } from './a-conversation.ts'

const [to = '', how] = process.argv.slice(2)
const kept: unknown[] = [fresh()]

async function converse(memory: ReturnType<typeof fresh>): Promise<void> {
  const [asked = '', said = '', session = '', call = '', blob = '', short = ''] = (await text(process.stdin)).split(
    '\n',
  )
  const request = { turns: [user(asked)], sessions: [session] }
  ask(memory, 'restricted', request, { said: [said, short], calls: [call], sealed: [blob], from: 'openrouter' })
  const later = { turns: [user(asked), answer(said, [call]), user(said)], sessions: [session], unread: [sealed(blob)] }
  if (recall(memory, later).level !== 'restricted') throw new Error('nothing was remembered')
  ask(memory, 'restricted', later, { said: [`${said} ${short}`] })
  // An answer that is still being given.
  const about = { caller: { issuer: 'i', subject: 's' }, levels: ['low', 'high'] as const, decision: { level: 'high' } }
  const attended = memory.attend({ ...about, prompt: { conversation: { sessions: [], turns: [] }, unread: [] } })
  for (const piece of [`${short} `, ' ', said]) attended.witness.said(piece, 0)
  attended.witness.called(call)
  attended.witness.sealed(blob)
  kept.push(attended)
  if (how === '--hold-on') kept.push({ asked, said, session, call, blob, short })
}

await converse(kept[0] as ReturnType<typeof fresh>)
'the engine holds on to the text that was matched last'.match(/./)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
for (let times = 0; times < 3; times += 1) {
  await new Promise((done) => setImmediate(done))
  collect()
}
writeHeapSnapshot(to)
if (kept.length === 0) throw new Error('nothing was kept')
