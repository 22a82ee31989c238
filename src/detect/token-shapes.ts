import type { Detector, Spotted } from '../terms/finding.ts'
import { entropy, isPlaceholder } from './placeholder.ts'
import { spot } from './spot.ts'

/** A secret that is known by its shape or its place, and not by how it begins. */
type Shape = {
  readonly id: string
  /** Cheap: false for texts that hold none. */
  readonly mayHold: (text: string) => boolean
  /** Its first group is the secret; without one, all of it is. Every repetition is bounded. */
  readonly pattern: RegExp
  readonly score: number
  readonly isRight?: (secret: string) => boolean
}

const has =
  (...parts: readonly string[]) =>
  (text: string) =>
    parts.some((part) => text.includes(part))

const isWritten = (value: string): boolean => !isPlaceholder(value) && !/^[$<{%]/.test(value)
const isMixed = (value: string): boolean => isWritten(value) && /\d/.test(value) && /\p{L}/u.test(value)

/** Base64 of `user:password` (RFC 7617). */
const isPair = (value: string): boolean =>
  /^[\x21-\x7e]+:[\x21-\x7e]+$/.test(Buffer.from(value, 'base64').toString('latin1'))

/** The words of a recovery phrase are plain; these are in no list of them (BIP 39), and in most sentences. */
const isPhrase = (value: string): boolean =>
  !/\b(?:the|and|your|are|for|from|with|was|has|his|her|our|not|but|they|were|been|which|their)\b/.test(value)

const SHAPES: readonly Shape[] = [
  {
    id: 'azure-client-secret',
    mayHold: has('Q~'),
    pattern: /(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/g,
    score: 0.9,
  },
  {
    id: 'terraform-token',
    mayHold: has('.atlasv1.'),
    pattern: /(?<![\w.-])[0-9A-Za-z]{14}\.atlasv1\.[\w-]{60,70}(?![\w-])/g,
    score: 0.95,
  },
  { id: 'telegram-token', mayHold: has(':AA'), pattern: /(?<![\w:-])\d{8,10}:AA[\w-]{33}(?![\w-])/g, score: 0.95 },
  { id: 'mailchimp-key', mayHold: has('-us'), pattern: /(?<![\w-])[0-9a-f]{32}-us\d{1,2}(?!\w)/g, score: 0.9 },
  {
    id: 'discord-token',
    mayHold: (text) => /[MNO][\w-]{22}/.test(text),
    pattern: /(?<![\w.-])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,38}(?![\w.-])/g,
    score: 0.9,
    isRight: (token) => /^\d{17,20}$/.test(Buffer.from(token.split('.')[0] ?? '', 'base64').toString('latin1')),
  },
  {
    id: 'cloudflare-key',
    mayHold: has('v1.0-'),
    pattern: /(?<![\w.-])v1\.0-[0-9a-f]{24}-[0-9a-f]{146}(?![\w-])/g,
    score: 0.95,
  },
  {
    id: 'session-cookie',
    mayHold: (text) => /cookie/i.test(text),
    pattern:
      /(?:cookie["']?\s?:\s?["']?|;\s?)[\w.-]{0,32}(?:sess|sid|token|auth|jwt|login)[\w.-]{0,32}=([^\s;,"']{16,1024})/gi,
    score: 0.8,
    isRight: (value) => isMixed(value) && entropy(value) >= 3,
  },
  {
    id: 'authorization-scheme',
    mayHold: (text) => /authorization/i.test(text),
    pattern:
      /authorization["'`]{0,2}\s?[:=,]\s?["'`]{0,2}(?:(?:token|apikey|api-key|key|sso-key|negotiate)[ =]{1,2})?([A-Za-z0-9._~+/=-]{20,2048})/gi,
    score: 0.85,
    isRight: (value) => isMixed(value) && entropy(value) >= 3,
  },
  {
    id: 'registry-auth',
    mayHold: (text) => /auth["']?\s?[:=]/.test(text),
    pattern: /(?:"auth"\s?:\s?"|(?<!\w)_auth\s?=\s?"?)([A-Za-z0-9+/]{8,512}={0,2})/g,
    score: 0.9,
    isRight: isPair,
  },
  {
    id: 'command-line-password',
    mayHold: has('mysql', 'mariadb', 'sshpass', 'redis-cli', '--password', 'docker login'),
    pattern:
      /\b(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]{0,80}?\s-p|sshpass\s{1,2}-p\s{0,2}|redis-cli\b[^\n]{0,80}?\s-a\s{1,2}|docker login\b[^\n]{0,80}?\s-p\s{1,2})["']?([^\s"'-][^\s"']{3,127})/g,
    score: 0.85,
    isRight: isWritten,
  },
  {
    id: 'password-file',
    mayHold: (text) => /:(?:\d{4,5}|\*):/.test(text),
    pattern:
      /(?<![^\n])(?:\*|[\w.-]{1,64}):(?:\*|\d{4,5}):(?:\*|[\w-]{1,64}):(?:\*|[\w.-]{1,64}):([^\s:]{6,128})(?![^\n\r])/g,
    score: 0.8,
    isRight: isMixed,
  },
  {
    id: 'kubernetes-secret',
    mayHold: (text) => /kind["']?:\s?["']?Secret\b/.test(text) && /ata["']?:/.test(text),
    pattern: /(?<![^\n])[ \t]{2,8}[\w.-]{1,64}: ["']?([^\s"'{}[\]|>&*!#][^\s"']{5,2048})["']?[ \t]{0,4}(?![^\n\r])/g,
    score: 0.8,
    isRight: (value) => isWritten(value) && (/\d/.test(value) || /[a-z][A-Z]/.test(value)),
  },
  {
    id: 'recovery-phrase',
    mayHold: (text) => /seed|recovery|mnemonic|backup|wallet/i.test(text),
    pattern:
      /(?:(?:seed|recovery|backup|wallet|mnemonic)[ -](?:phrase|words?|seed)|mnemonic)["']?(?:[ \t]{1,2}(?:is|are|was|for my wallet is))?[ \t]{0,2}[:=]?\s{0,4}["']?((?:(?:\d{1,2}[.)] ?)?[a-z]{3,8}(?:, ?|\s{1,2})){11,23}(?:\d{1,2}[.)] ?)?[a-z]{3,8})(?![a-z])/g,
    score: 0.9,
    isRight: isPhrase,
  },
]

function found(text: string, { pattern, score, isRight }: Shape): readonly Spotted[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const secret = match[1] ?? match[0]
    const start = match.index + (match[1] === undefined ? 0 : match[0].lastIndexOf(secret))
    return isRight?.(secret) === false ? [] : spot('SECRET', score, start, start + secret.length)
  })
}

/** Tokens, cookies, passwords on command lines and in the files of tools, each by the shape that its issuer or tool gives it. */
export const shapedSecrets: readonly Detector[] = SHAPES.map((shape) => ({
  id: shape.id,
  types: ['SECRET'],
  mayHold: shape.mayHold,
  detect: (text) => found(text, shape),
}))
