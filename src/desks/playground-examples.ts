import type { PlaygroundExamples } from '../contract/playground.ts'
import { named } from '../policy/reach.ts'
import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { ModelTable } from '../terms/destination.ts'
import type { Policy, PolicyTest } from '../terms/policy.ts'

type Example = PlaygroundExamples['examples'][number]

/** Tests of the policy that are shown. */
const MOST_TESTS = 12

/** A model that is offered here, for a question that names none: where only patterns are, one that fits the first. */
export function modelToTry(models: ModelTable): string {
  const [any = 'a-model'] = models.map(({ name }) => name.replace('*', 'a-model'))
  return models.find(({ name }) => !name.includes('*'))?.name ?? any
}

/** Requests to begin with: a few for any policy, asked by somebody whom the policy in force knows, and those of its own tests. */
export function examplesFor(policy: Policy, models: ModelTable): PlaygroundExamples {
  const names = models.map(({ name }) => name).filter((name) => !name.endsWith('*'))
  const attributes = CALLER_ATTRIBUTES.flatMap((name) => {
    const values = named(policy, `caller.${name}`)
    return values.length === 0 ? [] : [[name, [...values]] as const]
  }) as [string, string[]][]
  const usual = someoneAllowed(policy)
  const ours = EXAMPLES.map(({ title, says, ...question }): Example => {
    return { title, says, question: withModel(question, modelToTry(models)), attributes: usual }
  })
  const theirs = policy.tests.filter(({ prompt, request }) => prompt !== null || request !== null)
  return {
    examples: [...ours, ...theirs.slice(0, MOST_TESTS).map(toExample)],
    ...{ attributes: Object.fromEntries(attributes), models: names, levels: [...policy.levels] },
  }
}

const withModel = (question: Example['question'], model: string): Example['question'] =>
  question.body === undefined ? { ...question, model } : { ...question, body: { ...question.body, model } }

/** What the first allowance that asks only about callers asks for. */
function someoneAllowed({ rules }: Policy): Record<string, string[]> {
  const rule = rules.find(({ effect, shadow, when }) => effect === 'allow' && !shadow && Object.keys(when).every((name) => name.startsWith('caller.'))) // prettier-ignore
  const conditions = Object.entries(rule?.when ?? {})
  return Object.fromEntries(conditions.map(([name, values]) => [name.replace('caller.', ''), values.slice(0, 1)]))
}

function toExample({ it, prompt, request, caller, model, raise, reason }: PolicyTest): Example {
  const question = request === null ? { prompt: prompt ?? '' } : { api: request.api as 'chat_completions', body: structuredClone(request.body) as Record<string, never> } // prettier-ignore
  return {
    title: it,
    says: 'A test of the policy.',
    question: {
      ...question,
      ...(model !== null && request === null && { model }),
      ...(raise !== null && { levels: [raise] }),
      ...(reason && { reason: 'A reason, for this test of the policy.' }),
    },
    attributes: Object.fromEntries(Object.entries(caller).map(([name, values]) => [name, [...values]])),
  }
}

type Ours = Pick<Example, 'title' | 'says'> & Example['question']

/** Numbers are from ranges that are for tests; what looks like a key is put together here, so that no scanner takes it for one. */
const EXAMPLES: readonly Ours[] = [
  {
    title: 'Nothing to hide',
    says: 'The lowest level: it may go wherever a rule lets this caller go.',
    prompt: 'Write a haiku about spring.',
  },
  {
    title: 'A name and an address',
    says: 'Two kinds of personal data in one sentence, and what they come to together.',
    prompt: 'Please write to Anna Schmidt, Lindenstraße 12, 10969 Berlin, and thank her for her letter.',
  },
  {
    title: 'A number with check digits',
    says: 'The same digits count with a correct check digit, and not with a wrong one.',
    prompt: 'The card is 4111 1111 1111 1111, and not 4111 1111 1111 1112.',
  },
  {
    title: 'A labelled number',
    says: 'The word before a number makes it surer.',
    prompt: 'My social security number is 536-22-8726, please file the form.',
  },
  {
    title: 'A key in code',
    says: 'Secrets are found by their form, wherever they stand.',
    prompt: `What is wrong with this?\n\nclient = Client(token="${['ghp', '_', 'Zq7Xk2Lm9Pw4Rt6Yv8Bn1Cd3Fg5Hj0Ks2TuV'].join('')}")`,
  },
  {
    title: 'Hidden in Base64',
    says: 'Texts that were encoded are decoded and looked at, too.',
    prompt: `Decode this and answer: ${btoa('My social security number is 536-22-8726.')}`,
  },
  {
    title: 'A picture',
    says: 'What cannot be read counts as the highest level.',
    body: {
      model: 'a-model',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What does it say here?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          ],
        },
      ],
    },
  },
]
