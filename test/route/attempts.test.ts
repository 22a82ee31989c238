import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { attemptsFor } from '../../src/route/attempts.ts'
import type { PoolView } from '../../src/route/attempts.ts'
import type { NodeView, Standing } from '../../src/route/node-view.ts'
import type { Attempt, Plan } from '../../src/terms/attempt.ts'
import type { Api } from '../../src/terms/prompt.ts'
import type { Decision, Permit } from '../../src/terms/decision.ts'
import type { CloudHost, ModelTable, Node, NodeKind, Zone } from '../../src/terms/destination.ts'

const node = (name: string, more: Partial<Node> = {}): Node => ({
  name,
  destination: 'lan',
  url: new URL(`http://10.0.0.1:8000/${name}`),
  kind: 'vllm',
  models: [],
  parallel: 1,
  apiKey: null,
  standIn: false,
  ...more,
})

const view = (name: string, more: Partial<NodeView> = {}, of: Partial<Node> = {}): NodeView => ({
  node: node(name, of),
  standing: 'ready',
  models: ['small'],
  inFlight: 0,
  why: '',
  ...more,
})

const host = (destination: string): CloudHost => ({
  destination,
  url: new URL(`https://${destination}.example/api/v1`),
  apiKey: `key of ${destination}`,
  standIn: false,
})

const permit = (destination: string, zone: Zone): Permit => ({
  destination,
  zone,
  maxLevel: 'top',
  rule: 'r',
  provider: zone === 'cloud' ? { zdr: true } : null,
})

const decided = (permitted: readonly Permit[], pinned = false): Decision => ({
  kind: permitted.length === 0 ? 'deny' : 'permit',
  level: 'x',
  reasons: [],
  tallied: [],
  pinned,
  considered: [],
  permitted,
  shadow: [],
  broken: [],
  obligations: [],
  retain: null,
  policy: { name: 'p', version: '1', digest: 'd' },
})

const LAN = permit('lan', 'lan')
const CLOUD = permit('openrouter', 'cloud')
const choice = (destination: string, model: string, timeoutMs = 60_000) => ({ destination, model, timeoutMs })
const POOL: PoolView = { nodes: [view('n1'), view('n2')], cloudHosts: [host('openrouter')] }

const TABLE: ModelTable = [
  { name: 'openai/*', choices: [choice('openrouter', '*', 120_000), choice('lan', 'small')] },
  { name: 'openai/gpt-4*', choices: [choice('openrouter', 'openai/gpt-4o')] },
  { name: 'openai/gpt-4.1', choices: [choice('lan', 'small', 5_000), choice('openrouter', '*')] },
  { name: 'local/*', choices: [choice('lan', '*')] },
  { name: 'local-only', choices: [choice('lan', 'small')] },
  { name: 'any-*', choices: [choice('lan', '*'), choice('openrouter', 'acme/big')] },
]

/** A model, asked for in chat completions. */
const chat = (model: string) => ({ api: 'chat_completions' as const, model, segments: [] })

const steps = (plan: Plan) =>
  plan.kind === 'nothing'
    ? plan.reason
    : plan.attempts.map(({ destination, node: on, model }) => `${on ?? destination}: ${model}`)

describe('what to try', () => {
  test.each([
    {
      name: 'the longest prefix wins',
      asked: 'openai/gpt-4o-mini',
      permits: [LAN, CLOUD],
      want: ['openrouter: openai/gpt-4o'],
    },
    {
      name: 'an exact name beats any prefix',
      asked: 'openai/gpt-4.1',
      permits: [LAN, CLOUD],
      want: ['n1: small', 'n2: small', 'openrouter: openai/gpt-4.1'],
    },
    {
      name: '* stands for the name that was asked for',
      asked: 'openai/o9',
      permits: [LAN, CLOUD],
      want: ['openrouter: openai/o9', 'n1: small', 'n2: small'],
    },
    { name: 'what is not permitted is left out', asked: 'openai/o9', permits: [LAN], want: ['n1: small', 'n2: small'] },
    {
      name: 'a name with an asterisk is no entry, nor a model',
      asked: 'openai/*',
      permits: [CLOUD],
      want: 'no_substitute',
    },
    { name: 'a name that is in no entry is unknown', asked: 'mistral/x', permits: [LAN, CLOUD], want: 'unknown_model' },
    { name: 'names differ by case', asked: 'OpenAI/o9', permits: [LAN, CLOUD], want: 'unknown_model' },
    { name: 'a name on the prototype is unknown', asked: 'constructor', permits: [LAN, CLOUD], want: 'unknown_model' },
    { name: 'no permitted destination in its list', asked: 'local-only', permits: [CLOUD], want: 'no_substitute' },
    { name: 'a denial leaves nothing', asked: 'local-only', permits: [], want: 'no_substitute' },
    {
      name: 'a made-up name that no node serves is unknown',
      asked: 'local/nobody',
      permits: [LAN, CLOUD],
      want: 'unknown_model',
    },
    {
      name: 'a made-up name with a substitute elsewhere uses it',
      asked: 'any-x',
      permits: [LAN, CLOUD],
      want: ['openrouter: acme/big'],
    },
    { name: 'and is denied when that is not permitted', asked: 'any-x', permits: [LAN], want: 'no_substitute' },
  ])('$name', ({ asked, permits, want }) => {
    expect(steps(attemptsFor(TABLE, chat(asked), decided(permits), POOL))).toEqual(want)
  })

  test('an attempt carries what its place, its choice and its permit say', () => {
    const plan = attemptsFor(TABLE, chat('openai/o9'), decided([CLOUD]), POOL)
    expect(plan).toEqual({
      kind: 'attempts',
      attempts: [
        {
          destination: 'openrouter',
          zone: 'cloud',
          node: null,
          url: new URL('https://openrouter.example/api/v1'),
          model: 'openai/o9',
          api: 'chat_completions',
          timeoutMs: 120_000,
          provider: { zdr: true },
          apiKey: 'key of openrouter',
          standIn: false,
        } satisfies Attempt,
      ],
    })
  })

  test.each<{ name: string; nodes: readonly NodeView[]; want: unknown }>([
    {
      name: 'the least busy node comes first',
      nodes: [view('n1', { inFlight: 2 }), view('n2', { inFlight: 1 })],
      want: ['n2: small', 'n1: small'],
    },
    {
      name: 'busy is a share of what it can do at once',
      nodes: [view('n1', { inFlight: 2 }), view('n2', { inFlight: 9 }, { parallel: 16 })],
      want: ['n2: small', 'n1: small'],
    },
    { name: 'equals keep their order', nodes: [view('n2'), view('n1')], want: ['n2: small', 'n1: small'] },
    {
      name: 'a node on trial comes last',
      nodes: [view('n1', { standing: 'trying' }), view('n2', { inFlight: 5 })],
      want: ['n2: small', 'n1: small'],
    },
    {
      name: 'a node without the model is left out',
      nodes: [view('n1', { models: ['big'] }), view('n2')],
      want: ['n2: small'],
    },
    {
      name: 'a node of another destination is left out',
      nodes: [view('n1', {}, { destination: 'lab' }), view('n2')],
      want: ['n2: small'],
    },
    ...(['resting', 'unreachable', 'not_local', 'unknown'] as const).map((standing) => ({
      name: `a node that is ${standing} is left out, and its lack may pass`,
      nodes: [view('n1', { standing })],
      want: 'none_available',
    })),
    {
      name: 'a model that the table names and no node has may come back',
      nodes: [view('n1', { models: [] })],
      want: 'none_available',
    },
    { name: 'no nodes at all', nodes: [], want: 'none_available' },
  ])('$name', ({ nodes, want }) => {
    expect(steps(attemptsFor(TABLE, chat('local-only'), decided([LAN]), { nodes, cloudHosts: [] }))).toEqual(want)
  })

  test('a made-up name is not called unknown while a node cannot be asked', () => {
    const nodes = [view('n1'), view('n2', { standing: 'unreachable' })]
    expect(steps(attemptsFor(TABLE, chat('local/x'), decided([LAN]), { nodes, cloudHosts: [] }))).toBe('none_available')
  })

  test('Ollama takes a name without a tag for its tag latest, and others do not', () => {
    const table = [{ name: 'm', choices: [choice('lan', 'llama3')] }]
    const on = (kind: NodeKind) =>
      steps(
        attemptsFor(table, chat('m'), decided([LAN]), {
          nodes: [view('n1', { models: ['llama3:latest'] }, { kind })],
          cloudHosts: [],
        }),
      )
    expect([on('ollama'), on('vllm')]).toEqual([['n1: llama3'], 'none_available'])
  })

  test('two lines of a list that come to the same are tried once, at the first place', () => {
    const table = [
      { name: 'm', choices: [choice('openrouter', 'a/b'), choice('lan', 'small'), choice('openrouter', 'a/b')] },
    ]
    expect(steps(attemptsFor(table, chat('m'), decided([LAN, CLOUD]), POOL))).toEqual([
      'openrouter: a/b',
      'n1: small',
      'n2: small',
    ])
  })
})

describe('an API that was asked for', () => {
  const table: ModelTable = [
    { name: 'm', choices: [choice('lan', 'small'), choice('openrouter', 'a/b')] },
    { name: 'lan-only', choices: [choice('lan', 'small')] },
    { name: 'cloud-only', choices: [choice('openrouter', 'a/b')] },
  ]
  const on = (kind: NodeKind, api: Api, model = 'm', permits = [LAN, CLOUD]) => {
    const pool = { nodes: [view('n1', {}, { kind })], cloudHosts: [host('openrouter')] }
    const plan = attemptsFor(table, { api, model, segments: [] }, decided(permits), pool)
    return plan.kind === 'nothing' ? plan.reason : plan.attempts.map((it) => `${it.node ?? it.destination}: ${it.api}`)
  }

  test.each<[NodeKind, Api, string]>([
    ['vllm', 'messages', 'messages'],
    ['vllm', 'responses', 'responses'],
    ['vllm', 'count_tokens', 'count_tokens'],
    ['ollama', 'messages', 'messages'],
    ['ollama', 'count_tokens', 'chat_completions'],
    ['tgi', 'messages', 'chat_completions'],
    ['mlx', 'responses', 'chat_completions'],
    ['openai', 'responses', 'chat_completions'],
    ['tgi', 'completions', 'completions'],
    ['openai', 'embeddings', 'embeddings'],
  ])('a %s node is asked for %s in %s', (kind, api, spoken) => {
    expect(on(kind, api, 'lan-only')).toEqual([`n1: ${spoken}`])
  })

  test.each<NodeKind>(['tgi', 'mlx'])('a %s node makes no embeddings, so the next on the list is asked', (kind) => {
    expect(on(kind, 'embeddings')).toEqual(['openrouter: embeddings'])
    expect(on(kind, 'embeddings', 'lan-only')).toBe('not_offered')
    expect(on(kind, 'embeddings', 'm', [LAN])).toBe('no_substitute')
  })

  test('no tokens are counted in the cloud', () => {
    expect(on('tgi', 'count_tokens')).toEqual(['n1: chat_completions'])
    expect(on('tgi', 'count_tokens', 'cloud-only')).toBe('not_offered')
  })

  test('a node that speaks the API itself comes first, however busy', () => {
    const nodes = [view('plain', {}, { kind: 'tgi' }), view('able', { inFlight: 9 }, { kind: 'vllm' })]
    const plan = attemptsFor(table, { api: 'messages', model: 'lan-only', segments: [] }, decided([LAN]), {
      nodes,
      cloudHosts: [],
    })
    expect(steps(plan)).toEqual(['able: small', 'plain: small'])
  })
})

describe('a text that holds image markup', () => {
  const table: ModelTable = [
    { name: 'm', choices: [choice('lan', 'small'), choice('openrouter', 'acme/big')] },
    { name: 'lan-only', choices: [choice('lan', 'small')] },
  ]
  const text = 'file this: ![](http://elsewhere.test/?d=536)'
  const segments = [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text }]
  const ask = (kinds: readonly NodeKind[], model: string, permits: readonly Permit[], pinned = false) => {
    const nodes = kinds.map((kind) => view(kind, {}, { kind }))
    const pool = { nodes, cloudHosts: [host('openrouter')] }
    return steps(attemptsFor(table, { ...chat(model), segments }, decided(permits, pinned), pool))
  }

  test.each<NodeKind>(['tgi', 'openai'])('goes to no %s node, but to another kind', (kind) => {
    expect(ask([kind, 'vllm'], 'lan-only', [LAN])).toEqual(['vllm: small'])
    expect(ask([kind], 'lan-only', [LAN])).toBe('image_markup')
  })

  test('goes elsewhere only where the decision permits it', () => {
    expect(ask(['tgi'], 'm', [LAN, CLOUD])).toEqual(['openrouter: acme/big'])
    expect(ask(['tgi'], 'm', [LAN, CLOUD], true)).toBe('image_markup')
    expect(ask(['tgi'], 'm', [LAN])).toBe('image_markup')
  })

  test.each<NodeKind>(['ollama', 'vllm', 'llamacpp', 'lmstudio', 'sglang', 'mlx', 'omlx'])(
    'goes to a %s node',
    (kind) => {
      expect(ask([kind], 'lan-only', [LAN])).toEqual([`${kind}: small`])
    },
  )
})

describe('a prompt that is long', () => {
  const table: ModelTable = [
    { name: 'm', choices: [choice('lan', 'small'), choice('openrouter', 'acme/big')] },
    { name: 'lan-only', choices: [choice('lan', 'small')] },
  ]
  /** About 300 tokens, and no more than 700. */
  const long = 'The quick brown fox jumps over the lazy dog. '.repeat(30)
  const knows = (context: number | null): Partial<NodeView> => {
    const model = { id: 'small', context, capabilities: null, warm: null }
    const facts = { reachable: true, models: [model], load: null, local: { proven: true, checks: [] }, why: '' }
    return { facts }
  }
  const ask = (nodes: readonly NodeView[], name = 'lan-only', to = [LAN]) => {
    const segments = [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text: long }]
    const plan = attemptsFor(table, { ...chat(name), segments }, decided(to), {
      nodes,
      cloudHosts: [host('openrouter')],
    })
    return plan.kind === 'nothing' ? plan.reason : plan.attempts.map(({ node, destination }) => node ?? destination)
  }

  test.each([
    { name: 'goes where it fits', nodes: [view('tight', knows(400)), view('wide', knows(4096))], then: ['wide'] },
    {
      name: 'goes where nothing is known',
      nodes: [view('tight', knows(400)), view('open', knows(null))],
      then: ['open'],
    },
    { name: 'goes where nothing was looked at', nodes: [view('one')], then: ['one'] },
    {
      name: 'goes where it may fit, to a server that would say so',
      nodes: [view('tight', knows(400))],
      then: ['tight'],
    },
    { name: 'goes to none that cuts off', nodes: [view('tight', knows(400), { kind: 'ollama' })], then: 'too_long' },
    { name: 'goes nowhere when it cannot fit', nodes: [view('tiny', knows(20)), view('small', knows(30))], then: 'too_long' }, // prettier-ignore
    { name: 'believes the operator first', nodes: [view('tiny', knows(20), { context: 4096 })], then: ['tiny'] },
    { name: 'waits for a node that rests', nodes: [view('rests', { ...knows(4096), standing: 'resting' as const })], then: 'none_available' }, // prettier-ignore
  ])('$name', ({ nodes, then }) => expect(ask(nodes)).toEqual(then))

  test('goes to the cloud only where the decision permits that', () => {
    expect(ask([view('tiny', knows(20))], 'm', [LAN, CLOUD])).toEqual(['openrouter'])
    expect(ask([view('tiny', knows(20))], 'm', [LAN])).toBe('too_long')
  })
})

describe('a name that stands for more than a model', () => {
  test.each([
    'openrouter/auto',
    'OpenRouter/Auto',
    'openrouter/free',
    'openrouter',
    'openai/gpt-4o:online',
    'openai/gpt-4o:free',
    'openai/gpt-4o:FREE',
    'openai/gpt-4o:nitro',
    'openai/gpt-4o:floor',
    'openai/gpt-4o:exacto',
    'openai/gpt-4o:thinking:online',
    'openai/gpt-4o:new-suffix',
    '@preset/x',
    'openai/gpt-4o@preset/x',
    '~openai/gpt-latest',
    'openai/gpt-4o, openai/o1',
    'gpt-4o',
    '',
    '*',
    'a/*',
    'openai/gpt-4o ',
    ' openai/x',
    'openai/gpt\u00004',
    'openai/gpt\n',
    '/x',
    'x/',
    'a/b/c',
    'оpenai/gpt-4o:online',
    'a/b:',
    'a/b:thinking ',
    '../x',
    'a/..',
  ])('%j reaches no cloud, neither asked for nor from the table', (name) => {
    const asked: ModelTable = [{ name: '*', choices: [choice('openrouter', '*')] }]
    expect(steps(attemptsFor(asked, chat(name), decided([CLOUD]), POOL))).toBe('unknown_model')
    const written: ModelTable = [
      { name: 'm', choices: [choice('openrouter', name === '*' ? 'openrouter/auto' : name)] },
    ]
    expect(steps(attemptsFor(written, chat('m'), decided([CLOUD]), POOL))).toBe('unknown_model')
  })

  test.each([
    'openai/gpt-4o',
    'qwen/qwen-2.5-14b-instruct',
    'x-ai/grok-4.1',
    'anthropic/claude-x:thinking',
    'a/b:extended',
  ])('%j is a plain model', (name) => {
    const table: ModelTable = [{ name: '*', choices: [choice('openrouter', '*')] }]
    expect(steps(attemptsFor(table, chat(name), decided([CLOUD]), POOL))).toEqual([`openrouter: ${name}`])
  })

  test.each(['gpt-oss:120b-cloud', 'kimi:cloud', 'x:8B-CLOUD', 'x-cloud', ' x:cloud', 'x:cloud '])(
    '%j is not asked of a local server, even of one that says it has it',
    (name) => {
      const table: ModelTable = [{ name: '*', choices: [choice('lan', '*')] }]
      const nodes = [view('n1', { models: [name, name.trim()] }, { kind: 'ollama' })]
      expect(attemptsFor(table, chat(name), decided([LAN]), { nodes, cloudHosts: [] }).kind).toBe('nothing')
    },
  )
})

describe('for any table, decision and pool', () => {
  const NAMES = ['lan', 'lab', 'openrouter', 'eu'] as const
  const zoneOf = (name: string): Zone => (name.startsWith('la') ? 'lan' : 'cloud')
  const MODELS = ['small', 'a/b', 'a/c', 'openrouter/auto', 'a/b:online', 'a/b:free', 'x:cloud', '@preset/p', 'llama3']
  const STANDINGS: readonly Standing[] = ['ready', 'trying', 'resting', 'unreachable', 'not_local', 'unknown']

  const tables = fc.array(
    fc.record({
      name: fc.constantFrom('small', 'a/b', 'a/*', '*', 's*', 'openrouter/*'),
      choices: fc.array(
        fc.record({
          destination: fc.constantFrom(...NAMES),
          model: fc.constantFrom('*', ...MODELS),
          timeoutMs: fc.constant(1000),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  // A destination may carry a zone that its places do not have: what then comes out must still be permitted.
  const permits = fc.uniqueArray(
    fc
      .record({ destination: fc.constantFrom(...NAMES), lies: fc.integer({ min: 0, max: 9 }).map((n) => n === 0) })
      .map(({ destination, lies }) =>
        permit(destination, lies ? (zoneOf(destination) === 'lan' ? 'cloud' : 'lan') : zoneOf(destination)),
      ),
    { selector: ({ destination }) => destination, minLength: 1 },
  )
  const views = fc.array(
    fc.record({
      destination: fc.constantFrom('lan', 'lab', 'openrouter'),
      standing: fc.constantFrom('ready', ...STANDINGS),
      models: fc.subarray(MODELS, { minLength: 3 }),
      inFlight: fc.nat(9),
      kind: fc.constantFrom<NodeKind>('ollama', 'vllm'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  const cases = fc.record({
    table: tables,
    asked: fc.constantFrom(...MODELS),
    permits,
    pinned: fc.boolean(),
    deny: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
    views,
    hosts: fc.subarray(['openrouter', 'eu', 'lan'], { minLength: 1 }),
  })
  const made = (it: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
    const decision: Decision = { ...decided(it.permits, it.pinned), ...(it.deny ? { kind: 'deny' as const } : {}) }
    const nodes = it.views.map(({ destination, kind, ...more }, i) =>
      view(`n${String(i)}`, more, { destination, kind }),
    )
    return {
      decision,
      nodes,
      plan: attemptsFor(it.table, chat(it.asked), decision, { nodes, cloudHosts: it.hosts.map(host) }),
    }
  }
  const runs = { numRuns: 20_000 }

  test('every attempt is permitted by the decision, in its zone, and nothing comes of a denial', () => {
    let tried = 0
    fc.assert(
      fc.property(cases, (it) => {
        const { decision, plan } = made(it)
        const attempts = plan.kind === 'attempts' ? plan.attempts : []
        tried += attempts.length
        if (it.deny || it.permits.length === 0) expect(attempts).toEqual([])
        for (const attempt of attempts) {
          const granted = decision.permitted.find(({ destination }) => destination === attempt.destination)
          expect([granted?.zone, granted?.provider]).toEqual([attempt.zone, attempt.provider])
          expect(attempt.node === null).toBe(attempt.zone === 'cloud')
        }
      }),
      runs,
    )
    expect(tried).toBeGreaterThan(2_000)
  })

  test('a pinned prompt goes to no cloud, and only to nodes that are proven local and have the model', () => {
    let tried = 0
    fc.assert(
      fc.property(cases, (it) => {
        const { nodes, plan } = made({ ...it, pinned: true })
        for (const attempt of plan.kind === 'attempts' ? plan.attempts : []) {
          tried += 1
          expect(attempt.zone).toBe('lan')
          const on = nodes.find((one) => one.node.name === attempt.node)
          expect(['ready', 'trying']).toContain(on?.standing)
          expect(on?.models.map((name) => name.replace(':latest', ''))).toContain(attempt.model)
          expect(on?.node.destination).toBe(attempt.destination)
        }
      }),
      runs,
    )
    expect(tried).toBeGreaterThan(500)
  })

  test('no attempt at a cloud asks for a router, a preset or a suffix that shows the prompt to others', () => {
    fc.assert(
      fc.property(cases, (it) => {
        const { plan } = made(it)
        for (const { zone, model } of plan.kind === 'attempts' ? plan.attempts : []) {
          if (zone === 'cloud') expect(model).toMatch(/^a\/[bc]$/)
        }
      }),
      runs,
    )
  })

  test('taking a destination away, or a node, never adds an attempt', () => {
    const keys = (plan: Plan) =>
      plan.kind === 'nothing'
        ? []
        : plan.attempts.map(({ destination, node: on, model }) => `${destination} ${on ?? ''} ${model}`)
    fc.assert(
      fc.property(cases, fc.nat(), (it, which) => {
        const all = keys(made(it).plan)
        const without = <T>(list: readonly T[]) => list.filter((_, i) => i !== which % Math.max(1, list.length))
        for (const fewer of [
          { ...it, permits: without(it.permits) },
          { ...it, views: it.views.slice(0, -1) },
        ]) {
          expect(keys(made(fewer).plan).filter((key) => !all.includes(key))).toEqual([])
        }
      }),
      { numRuns: 5_000 },
    )
  })
})
