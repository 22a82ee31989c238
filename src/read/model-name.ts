import { refuse } from './refuse.ts'
import { matching } from './values.ts'

/** Also what a name may hold that is refused below, so that the reason can be given. */
export const modelName = matching('1 to 128 letters, digits, or any of ._:/@~+-', /^[A-Za-z0-9._:/@~+-]{1,128}$/)

/** OpenRouter's two variants of a model that change neither its price, its host's retention, nor what it is given. */
const VARIANTS = ['thinking', 'extended']
/** Tags of local models that hold no digit. One with a digit, such as `14b` or `q4_K_M`, is none of OpenRouter's suffixes. */
const TAGS = [
  'latest',
  'instruct',
  'chat',
  'text',
  'code',
  'base',
  'vision',
  'tools',
  'tiny',
  'mini',
  'small',
  'medium',
  'large',
  'local',
]

/**
 * Refuses a name that stands for more than a model: a preset, a router, an alias, a suffix that adds web search or changes
 * who serves it, or a model that a local server passes on to its maker's cloud. What is left is looked up in the model table.
 */
export function checkModelName(name: string): void {
  const why = whyNot(name.toLowerCase())
  if (why !== null) throw refuse('model', `model is not accepted: ${why}.`, 'model_name')
}

function whyNot(name: string): string | null {
  if (name.includes('@preset')) return 'a preset holds text and tools that nobody has read'
  if (name.includes('~')) return 'an alias changes silently what it stands for'
  if (/^openrouter(\/|$)/.test(name)) return 'a router chooses the model, and reads the prompt to do so'
  if (name.split(':').some((piece) => piece === 'cloud' || piece.endsWith('-cloud')))
    return 'the local server would pass the prompt on to a cloud'
  const unknown = name
    .split(':')
    .slice(1)
    .some((tag) => !/\d/.test(tag) && !VARIANTS.includes(tag) && !TAGS.includes(tag))
  return unknown ? 'its suffix could change who serves it, or send the prompt to a search engine' : null
}
