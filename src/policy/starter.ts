/** A type that is found, as a policy author needs to know it. */
export type StarterType = {
  readonly type: string
  readonly says: string
  /** Whether one of them identifies somebody on its own, only with others, or says nothing. */
  readonly weight: 'alone' | 'together' | 'informational'
}

export type Starter = { readonly policy: string; readonly tests: string }

/** The file that a starter policy expects beside it, for editors. */
export const SCHEMA_FILE = 'policy.schema.json'

/** From this many on, everyday details are a list. */
const LIST = 10

/**
 * A policy to begin with, commented, and the tests of its thresholds for a file beside it. It names every type that is found, so that nothing is at the
 * top by accident, and passes its tests. `file` is what it will be called.
 */
export function starter(file: string, types: readonly StarterType[]): Starter {
  return { policy: policyText(types), tests: testsText(file, types) }
}

const of = (types: readonly StarterType[], weight: StarterType['weight']) => types.filter((it) => it.weight === weight)

const rows = (types: readonly StarterType[], level: string) =>
  types.map(({ type, says }) => `  ${type}: { level: ${level} } # ${says}`).join('\n')

const policyText = (types: readonly StarterType[]) => `# yaml-language-server: $schema=./${SCHEMA_FILE}
#
# Who may send what where. A prompt is read and searched; what is found in it gives it a level; rules say who may send a prompt of
# that level to which destination. What no rule allows is denied.
#
# Begin here: the roles and departments in "rules" must be those that your identity provider sends, letter by letter.
# Then:  cordon policy lint FILE     what is wrong, and what changes nothing
#        cordon policy test FILE     does it answer as its tests expect?
policy: starter
version: "1" # in quotes; raise it with every change
owners: [security@example.com] # who answers for this file

levels: [public, internal, confidential, restricted] # from harmless to most sensitive
pinFrom: restricted # from here on a prompt stays in your network, whatever a rule says
unread: restricted # pictures, files, failed detectors: what was not read counts as the worst

# What a finding says about a prompt. Findings less sure than 0.5 do not count; write { sure: 0.7, level: … } to ask for more.
detect:
  # One is enough: these identify or authenticate on their own.
${rows(of(types, 'alone'), 'restricted')}
  # Everyday details: harmless one at a time, not as a list. Counted are different values.
${rows(of(types, 'together'), `{ 1: internal, ${String(LIST)}: confidential }`)}
  # Worth a note in the record, and no more.
${rows(of(types, 'informational'), 'public')}

# Details that are harmless apart identify somebody together.
together:
  - { all: [PERSON, DATE_OF_BIRTH], level: restricted, because: an identified person }
  - { all: [PERSON, MEDICAL_RECORD], level: restricted, because: an identified patient }

# Exact values that do not count, each with somebody who answers for it and a last day. Name one in the "except" of its type.
# exceptions:
#   switchboard: { exact: ["+49 30 1234567"], owner: front-desk, until: "2027-03-31", because: printed on every letter }

# Where data may go. Where a host is belongs to cordon.yaml.
destinations:
  lan: { zone: lan, maxLevel: restricted } # loopback and private ranges; name yours with allowedCidrs: [10.20.0.0/16]
  openrouter:
    zone: cloud
    maxLevel: internal # nothing above this leaves
    hosts: [openrouter.ai]
    provider: { zdr: true, data_collection: deny, require_parameters: true } # keep nothing, train on nothing

# Who may. A denial beats any allowance, in whatever order they stand. An attribute that the token does not have matches denials
# and no allowance: somebody without a department is treated as if it were hr.
rules:
  - id: staff-lan
    allow: [lan]
    when: { caller.role: [employee, contractor] }
    because: models in our own network serve prompts of every level
  - id: staff-cloud
    allow: [openrouter]
    when: { caller.role: [employee] }
    because: hosts that keep nothing serve prompts up to their level
  - id: hr-stays
    deny: [openrouter]
    when: { caller.department: [hr, legal] }
    because: personnel files and cases stay in our own network
  # A shadow rule is recorded and changes nothing. See what it would do with "cordon policy shadow-report", then leave "shadow" out.
  - id: names-stay
    deny: [openrouter]
    when: { finding: [PERSON] }
    shadow: true
    because: proposed until the impact assessment is done

# Questions that this policy must answer as expected, or it does not come into force. Those of the thresholds are in the file beside it.
tests:
  - it: a harmless prompt may go to the cloud
    caller: { role: employee, department: sales }
    prompt: Write a haiku about spring.
    expect: { level: public, to: [lan, openrouter], rule: staff-lan, shadow: [] }
  - it: one social security number stays
    caller: { role: employee, department: sales }
    prompt: My SSN is 536-22-8726, please file the form.
    expect: { level: restricted, to: lan, never: [openrouter], denied: { openrouter: pinned } }
  - it: a caller can raise the level
    caller: { role: employee, department: sales }
    raise: confidential
    expect: { level: confidential, to: lan, denied: { openrouter: above_max_level } }
  - it: a picture stays, whatever the text says
    caller: { role: employee, department: sales }
    prompt: What do you see?
    unread: true
    expect: { level: restricted, to: lan, never: [openrouter] }
  - it: a failed detector is no clean bill
    caller: { role: employee, department: sales }
    detectorFails: true
    expect: { level: restricted, to: lan, never: [openrouter] }
  - it: a name may go, for now
    caller: { role: employee, department: sales }
    findings: [{ type: PERSON }]
    expect: { level: internal, to: [lan, openrouter], shadow: [names-stay] }
  - it: an identified person stays
    caller: { role: employee, department: sales }
    findings: [{ type: PERSON }, { type: DATE_OF_BIRTH }]
    expect: { level: restricted, to: lan }
  - it: an identified patient stays
    caller: { role: employee, department: sales }
    findings: [{ type: PERSON }, { type: MEDICAL_RECORD }]
    expect: { level: restricted, to: lan }
  - it: hosts outside keep nothing and train on nothing
    caller: { role: employee, department: sales }
    expect: { provider: { openrouter: { zdr: true, data_collection: deny, require_parameters: true } } }
  - it: contractors have no grant for the cloud
    caller: { role: contractor, department: sales }
    expect: { to: lan, rule: staff-lan, denied: { openrouter: no_rule } }
  - it: HR stays
    caller: { role: employee, department: hr }
    expect: { to: lan, denied: { openrouter: hr-stays } }
  - it: legal stays
    caller: { role: employee, department: legal }
    expect: { to: lan, denied: { openrouter: hr-stays } }
  - it: somebody without a department stays
    caller: { role: employee }
    expect: { to: lan, denied: { openrouter: hr-stays } }
  - it: an unknown role may go nowhere
    caller: { role: visitor, department: sales }
    expect: { to: [], rule: no_rule }
`

const testsText = (
  file: string,
  types: readonly StarterType[],
) => `# Tests of ${file}: each type at the score from which it counts, and just below.
policy: ${file}
tests:
${[
  ...of(types, 'alone').map(({ type }) => one(type, 'is restricted', [finding(type, 0.5)], 'level: restricted, never: [openrouter]')), // prettier-ignore
  ...of(types, 'together').flatMap(({ type }) => [
    one(type, 'is internal', [finding(type, 0.5)], 'level: internal'),
    one(type, `${String(LIST - 1)} times is internal`, [finding(type, 1, LIST - 1)], 'level: internal'),
    one(type, `${String(LIST)} times is confidential`, [finding(type, 1, LIST)], 'level: confidential, never: [openrouter]'), // prettier-ignore
  ]),
  ...of(types, 'informational').map(({ type }) => one(type, 'is public', [finding(type, 1, 50)], 'level: public')),
  ...types.map(({ type }) => one(type, 'that is not sure is nothing', [finding(type, 0.49)], 'level: public')),
].join('\n')}
`

const one = (type: string, what: string, findings: readonly string[], expect: string) =>
  `  - { it: ${type} ${what}, caller: { role: employee, department: sales }, findings: [${findings.join(', ')}], expect: { ${expect} } }` // prettier-ignore

const finding = (type: string, score: number, count = 1) =>
  `{ type: ${type}${count === 1 ? '' : `, count: ${String(count)}`}${score === 1 ? '' : `, score: ${String(score)}`} }`
