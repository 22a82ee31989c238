import { refused } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, status } from './server.ts'

const tag = (name: string, more: object = {}) => ({ name, model: name, size: 1, details: {}, ...more })
const tags = (...list: readonly unknown[]) => ({ '/api/tags': { models: list } })
const cloud = (disabled: unknown) => ({ '/api/status': { cloud: { disabled, source: 'env' } } })
const qwen = tag('qwen3:14b', { capabilities: ['completion', 'tools', 'thinking'] })

export const ollama: Server = {
  kind: 'ollama',
  gets: {
    ...cloud(true),
    ...tags(qwen, tag('nomic-embed:latest', { capabilities: ['embedding'] }), tag('old:1b')),
    '/api/ps': { models: [{ name: 'qwen3:14b', model: 'qwen3:14b', size_vram: 1, context_length: 8192 }] },
    '/api/version': { version: '0.20.0' },
  },
  finds: {
    models: [
      model('qwen3:14b', { context: 8192, capabilities: ['completion', 'chat', 'tools', 'thinking'], warm: true }),
      model('nomic-embed:latest', { capabilities: ['embedding'], warm: false }),
      model('old:1b', { warm: false }),
    ],
    load: load({}),
    proven: true,
  },
  leaks: [
    { name: 'its cloud is on', gets: cloud(false), check: 'cloud_disabled' },
    { name: 'its cloud is off in words', gets: cloud('true'), check: 'cloud_disabled' },
    { name: 'it is too old to say', gets: { '/api/status': null }, check: 'cloud_disabled' },
    { name: 'its status fails', gets: { '/api/status': refused(500) }, check: 'cloud_disabled' },
    { name: 'a stub names a remote host', gets: tags(qwen, tag('x', { remote_host: 'https://ollama.com' })), check: 'no_remote_model' }, // prettier-ignore
    { name: 'an alias names a remote model', gets: tags(tag('mine', { remote_model: 'gpt-oss:120b' })), check: 'no_remote_model' }, // prettier-ignore
    { name: 'a name ends in :cloud', gets: tags(tag(' gpt-oss:CLOUD ')), check: 'no_remote_model' },
    { name: 'a tag ends in -cloud', gets: tags(tag('gpt-oss:120b-cloud')), check: 'no_remote_model' },
    { name: 'an entry has no name', gets: tags(qwen, {}), check: 'no_remote_model' },
  ],
  down: [{ name: 'it does not list its models', gets: { '/api/tags': null } }],
  tooLong: null, // it cuts off what does not fit, and says nothing
  failing: [
    {
      name: 'its queue is full',
      answers: status(503, { error: { message: 'server busy, please try again. maximum pending requests exceeded', type: 'api_error', param: null, code: null } }), // prettier-ignore
    },
    { name: 'its runner has died', answers: status(500, { error: 'llama runner process has terminated' }) },
  ],
}
