import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/* A token classification model in ONNX with nothing in it but a table: each token of its vocabulary has one label. */

type Field = readonly [number: number, value: number | string | Uint8Array]

const varint = (n: number): readonly number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))])

/** A message in Protocol Buffers, by the numbers of its fields. */
const message = (...fields: readonly Field[]): Uint8Array =>
  Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.from([...varint(number * 8), ...varint(value)])
      const bytes = typeof value === 'string' ? Buffer.from(value) : value
      return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
    }),
  )

const [FLOAT, INT64] = [1, 7]

/** ValueInfoProto: a tensor with named dimensions. */
function tensor(name: string, element: number, dimensions: readonly string[]): Uint8Array {
  const shape = message(...dimensions.map((one): Field => [1, message([2, one])]))
  return message([1, name], [2, message([1, message([1, element], [2, shape])])])
}

/** ModelProto (onnx.proto3, IR 8, operators 13): `logits = Gather(table, input_ids)`. */
function toOnnx(table: Float32Array, labels: number): Uint8Array {
  const weights = message([1, table.length / labels], [1, labels], [2, FLOAT], [8, 'table'], [9, new Uint8Array(table.buffer)]) // prettier-ignore
  const node = message([1, 'table'], [1, 'input_ids'], [2, 'logits'], [3, 'look-up'], [4, 'Gather'])
  const input = tensor('input_ids', INT64, ['batch', 'sequence'])
  const output = tensor('logits', FLOAT, ['batch', 'sequence', 'labels'])
  return message([1, 8], [7, message([1, node], [2, 'tiny'], [5, weights], [11, input], [12, output])], [8, message([2, 13])]) // prettier-ignore
}

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]']

/** Writes such a model, with a tokenizer in small letters without marks that knows these tokens and takes `most` at once. */
export function writeTinyModel(folder: string, tokens: Readonly<Record<string, string>>, most: number): void {
  const labels = ['O', ...new Set(Object.values(tokens).filter((label) => label !== 'O'))]
  const vocabulary = [...SPECIAL, ...Object.keys(tokens)]
  const table = new Float32Array(vocabulary.length * labels.length)
  for (const [id, token] of vocabulary.entries()) table[id * labels.length + labels.indexOf(tokens[token] ?? 'O')] = 8
  const put = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value))
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'onnx', 'model.onnx'), toOnnx(table, labels.length))
  put('config.json', {
    model_type: 'bert',
    architectures: ['BertForTokenClassification'],
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    vocab_size: vocabulary.length,
    max_position_embeddings: most,
  })
  put('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: most, do_lower_case: true })
  const special = (name: string) => ({ SpecialToken: { id: name, type_id: 0 } })
  put('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })), // prettier-ignore
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, // prettier-ignore
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [special('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, special('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [SPECIAL.indexOf(id)], tokens: [id] }])), // prettier-ignore
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  })
}
