import type { NodeKind } from '../../../src/terms/destination.ts'
import type { NodeLoad, NodeModel } from '../../../src/terms/node-facts.ts'
import type { Behaviour, FakeNode } from '../openai-node.ts'
import { fakeNode } from '../openai-node.ts'

/** What its GET paths answer. Null takes one away. */
export type Gets = Readonly<Record<string, unknown>>

/** One kind of server, as its documentation describes it in 2026: the protocol, and what is to be found in it. */
export type Server = {
  readonly kind: NodeKind
  /** When all is well. */
  readonly gets: Gets
  readonly finds: { readonly models: readonly NodeModel[]; readonly load: NodeLoad | null; readonly proven: boolean }
  /** Ways in which it lets a prompt out, or cannot say whether it does; and the check that must say so. */
  readonly leaks: readonly { readonly name: string; readonly gets: Gets; readonly check: string; readonly configured?: readonly string[] }[] // prettier-ignore
  /** Ways in which it is up, and still no node to be asked. */
  readonly down: readonly { readonly name: string; readonly gets: Gets }[]
  /** How it says that a prompt does not fit; null for a server that does not say so. */
  readonly tooLong: Behaviour | null
  /** How it says that it is full, or failed; another node is tried. */
  readonly failing: readonly { readonly name: string; readonly answers: Behaviour }[]
  /** What it does to an answer that another server would not; the answer is still one. */
  readonly answers?: Behaviour
}

export const status = (code: number, body: unknown): Behaviour => ({ kind: 'status', status: code, body: JSON.stringify(body) }) // prettier-ignore

/** Starts it, with some paths changed. */
export async function serve({ gets, answers = { kind: 'answer' } }: Server, changed: Gets = {}): Promise<FakeNode> {
  const made = await fakeNode(answers)
  Object.assign(made.get, gets, changed)
  for (const [path, answer] of Object.entries(changed)) if (answer === null) Reflect.deleteProperty(made.get, path)
  return made
}

export const model = (id: string, more: Partial<NodeModel> = {}): NodeModel => ({
  id,
  context: null,
  capabilities: null,
  warm: null,
  ...more,
})

export const load = (more: Partial<NodeLoad>): NodeLoad => ({ running: null, waiting: null, slots: null, kv: null, ...more }) // prettier-ignore

/** Most kinds list their models like this. */
export const models = (...data: readonly object[]) => ({ object: 'list', data })
