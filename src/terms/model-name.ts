/** `author/slug` in the alphabet of OpenRouter's model list, and perhaps one suffix. */
const CLOUD_MODEL = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})\/[A-Za-z0-9][A-Za-z0-9._-]{0,127}(?::([A-Za-z0-9-]{1,32}))?$/

/** Variants of a model that change neither who serves it nor what happens to the prompt. */
const VARIANTS = ['thinking', 'extended']

/**
 * Why a cloud destination may not be asked for this model, or null if it may. Only the plain form `author/slug` is a model:
 * presets (`@preset/x`) and aliases (`~author/x-latest`) stand for something that changes elsewhere, `openrouter/…` are
 * routers that read the prompt to choose a model, and suffixes such as `:online` or `:free` change who gets to see it.
 * It does not say that there is such a model.
 */
export function whyNotInCloud(model: string): string | null {
  if (model.includes('@')) return 'a preset or version stands for settings that are stored elsewhere'
  if (model.includes('~')) return 'an alias changes silently what it stands for'
  if (/^openrouter(?:\/|$)/i.test(model)) return 'a router reads the prompt to choose the model'
  const [, , suffix] = CLOUD_MODEL.exec(model) ?? []
  if (!CLOUD_MODEL.test(model)) return 'a cloud model is written author/slug'
  if (suffix === undefined || VARIANTS.includes(suffix)) return null
  return `the suffix ":${suffix}" can change who sees the prompt; only ${VARIANTS.map((it) => `":${it}"`).join(' and ')} may be used`
}

/**
 * Why a LAN destination may not be asked for this model, or null if it may. An Ollama daemon passes a request on to its
 * maker's cloud when the name ends in `:cloud` or `-cloud`, whatever the case and the blanks around it.
 */
export function whyNotOnLan(model: string): string | null {
  if (!/^[\x21-\x7e]{1,256}$/.test(model)) return 'a model name is 1 to 256 visible ASCII characters without spaces'
  return /[:-]cloud$/i.test(model) ? "a local server passes this on to its maker's cloud" : null
}
