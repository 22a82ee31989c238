/** A vocabulary for tests that need none of the real detectors. */
export const VOCABULARY = [
  { type: 'US_SSN' },
  { type: 'CREDIT_CARD' },
  { type: 'SECRET' },
  { type: 'PERSON' },
  { type: 'EMAIL_ADDRESS' },
  { type: 'DIAGNOSIS', detected: false },
]

/** A small policy without a fault or a doubt, to be broken by tests. */
export const SOUND = `policy: sound
version: "1"
owners: [secpol]
levels: [public, internal, restricted]
pinFrom: restricted
unread: restricted
detect:
  US_SSN: { sure: 0.6, level: restricted }
  CREDIT_CARD: { level: restricted, except: [test-card] }
  SECRET: { level: restricted }
  PERSON: { level: { 1: internal, 5: restricted } }
  EMAIL_ADDRESS: { level: internal }
together:
  - { all: [PERSON, EMAIL_ADDRESS], level: restricted, because: an identified person }
exceptions:
  test-card: { exact: ["4111111111111111"], owner: payments, until: "2027-03-31", because: public test card }
destinations:
  lan: { zone: lan, maxLevel: restricted, allowedCidrs: [10.20.0.0/16] }
  cloud: { zone: cloud, maxLevel: internal, hosts: [openrouter.ai], provider: { zdr: true, data_collection: deny } }
rules:
  - { id: staff, allow: [lan, cloud], when: { caller.role: [employee] }, because: staff may }
  - { id: hr, deny: [cloud], when: { caller.department: [hr] }, because: agreed }
  - { id: later, deny: [cloud], when: { finding: [PERSON] }, shadow: true, because: proposed }
tests:
  - it: staff may
    caller: { role: employee, department: it }
    findings: [{ type: PERSON }]
    expect: { level: internal, to: [lan, cloud], shadow: [later] }
`
