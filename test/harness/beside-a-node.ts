import { readFileSync } from 'node:fs'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { removeDir, startCordon } from './cordon.ts'
import type { Cordon } from './cordon.ts'

export type BesideANode = {
  readonly node: FakeNode
  readonly cordon: Cordon
  /** Of an employee. */
  readonly token: string
  readonly stop: () => Promise<void>
}

/** A Cordon with the default policy, and one node that answers to the model `m`. */
export async function besideANode(): Promise<BesideANode> {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations:
  lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] }
models: { m: [{ destination: lan, model: m }] }
`
  const cordon = await startCordon({ yaml, policy: readFileSync('policies/default.yaml', 'utf8') })
  const stop = async () => {
    await cordon.stop()
    await node.stop()
    removeDir(cordon.dir)
  }
  return { node, cordon, token: await cordon.token(), stop }
}
