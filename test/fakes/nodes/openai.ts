import type { Server } from './server.ts'
import { model, models, status } from './server.ts'

export const openai: Server = {
  kind: 'openai',
  gets: { '/v1/models': models({ id: 'a', context_length: 8192 }, { id: 'b' }, { name: 'not a model' }) },
  finds: { models: [model('a', { context: 8192 }), model('b')], load: null, proven: true },
  leaks: [],
  down: [{ name: 'its list has another shape', gets: { '/v1/models': { models: ['a'] } } }],
  tooLong: status(400, { error: { message: 'too long', type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' } }), // prettier-ignore
  failing: [{ name: 'it fails', answers: status(500, { error: { message: 'no' } }) }],
}
