/** What to do about a problem, from what is said of it. Each row: what the message holds, and what to do. */
const ROWS: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/did you mean "([^"]+)"/, (_, meant = '') => `write ${meant}`],
  [/use one of: (.+)$/, (_, words = '') => `write one of ${words}`],
  [/there are: (.+)$/, (_, words = '') => `write one of ${words}`],
  [/known here: (.+)$/, (_, words = '') => `leave it out, or write one of ${words}`],
  [/unknown key/, 'leave it out'],
  [/there are none/, 'leave it out, or add what it names'],
  [/has no level: name it/, 'give it a level in "detect"'],
  [/either "pattern" or "words"/, 'keep one of the two; for both, write two detectors'],
  [/look-around cannot|has no end: say|may not be used, a pattern/, 'write it as the message says'],
  [/begin with a prefix/, 'give all matches a fixed text of two characters or more'],
  [/never match/, 'leave it out'],
  [/^unknown entity type/, 'run "cordon detect" to see which types are found, or leave it out'],
  [/^unknown /, 'write the name of something that the policy has'],
  [/must be written as (.+)$/, (_, text = '') => `write ${text}`],
  [/: write (.+)$/, (_, text = '') => `write ${text}`],
  [/(?:write|put) (.+)$/, (found) => found ?? ''],
  [/twice|two tests have this name|must be unique/i, 'leave one out, or give it another name'],
  [/is missing$/, 'add it'],
  [/may not be empty|has nothing after it/, 'write at least one, or leave the key out'],
  [/needs (.+?)(?:, not .*)?$/, (_, what = '') => `write ${what}`],
  [/may not be (?:more|less) than/, 'stay within the limit'],
  [/longer than|at most|too deeply/, 'split it, or make it smaller'],
  [/reserved word/, 'choose another name'],
  [/cannot be seen/, 'delete it, and type the text anew'],
  [/anchors|aliases|tags|directives|one document|plain word/, 'write plain YAML: each value where it belongs'],
  [
    /is not a (?:name|rule id|day|count|provider slug|CIDR|host name|CIDR range)|is not an entity type/,
    'spell it as the message says',
  ],
  [/either "allow" or "deny"/, 'keep one of the two; for both, write two rules'],
  [/either a prompt or findings/, 'leave one of them out'],
  [/expects nothing/, 'say what must come: level, to, never, rule, denied, shadow or provider'],
  [/may not ask for findings/, 'write a denial for the finding in its place'],
  [/start at the lowest|reach up to the top/, 'name the levels in between, too'],
  [/every rule is a shadow rule/, 'leave out "shadow: true" where a rule is meant to count'],
  [/needs "hosts"/, 'name the hosts that may be dialled, such as hosts: [openrouter.ai]'],
  [/is for cloud destinations/, 'leave it out, or make the zone cloud'],
  [/is an address|has no dot/, 'name the host in full'],
  [/too wide|not a range of hosts/, 'name the ranges that your network has'],
  [/outside of "only"|leaves nothing of "only"/, 'let "only", "ignore" and "order" agree'],
  [/higher level than/, 'give more findings a higher level, or leave one of the two out'],
  [/must be ".*": what was not read/, 'name the top level'],
  [/the request of a test says everything/, 'say it in the body of the request'],
  // What is allowed, and deserves a second look.
  [/types without a level/, 'give each a level in "detect"'],
  [/no detector here finds/, 'leave it out, or keep it for a detector of your own'],
  [/is not used$/, 'name it in the "except" of a type, or leave it out'],
  [/ended on/, 'leave it out, or move its end after asking its owner'],
  [/nobody can reach it/, 'add a rule that allows it, or leave it out'],
  [/this never applies/, 'lower maxLevel to what may really go there'],
  [/providers may keep prompts/, 'add provider: { zdr: true, data_collection: deny }'],
  [/addresses that are not global/, 'leave allowedCidrs out, unless it is the range of your own egress gateway'],
  [/public addresses|link-local/, 'name only ranges that are inside your network'],
  [/has no tests/, 'add tests: one at and one below each threshold, and a never for each cloud destination'],
]

/** What to do about a problem. Where nothing better is known, where to read about it. */
export function toSuggestion(message: string): string {
  for (const [pattern, says] of ROWS) {
    const found = pattern.exec(message)
    if (found !== null) return typeof says === 'string' ? says : says(...found)
  }
  return SEE_DOCS
}

export const SEE_DOCS = 'see docs/policy.md'
