/** How every policy of these tests begins: two levels, of which the upper one is pinned and holds social security numbers. */
export const twoLevels = (name: string, version = '1') => `policy: ${name}
version: "${version}"
owners: [test@example.com]
levels: [public, restricted]
pinFrom: restricted
unread: restricted
detect: { US_SSN: { level: restricted } }
`

/** One destination on the LAN, for every employee. `rules` are more of them; `rest` are other parts of a policy. */
export const lanPolicy = (name: string, { rules = '', rest = '' } = {}) => `${twoLevels(name)}
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules:
  - { id: staff, allow: [lan], when: { caller.role: [employee] }, because: staff may }
${rules}
${rest}
`

/** The LAN, and a cloud that is a server on loopback. */
export const cloudPolicy = (name: string) => `${twoLevels(name)}
destinations:
  lan: { zone: lan, maxLevel: restricted }
  openrouter: { zone: cloud, maxLevel: public, hosts: [127.0.0.1], allowedCidrs: [127.0.0.0/8], provider: { zdr: true, data_collection: deny } }
rules:
  - { id: staff, allow: [lan, openrouter], when: { caller.role: [employee] }, because: staff may }
tests:
  - { it: loads, caller: { role: employee }, expect: { to: [lan, openrouter] } }
`
