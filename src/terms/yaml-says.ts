/** What is most often meant by errors whose own words only somebody who knows how YAML is parsed would understand, by the code of the `yaml` package. */
const MEANS: Readonly<Record<string, string>> = {
  MULTILINE_IMPLICIT_KEY: 'a line that is no "key: value": is the colon missing, or a blank behind it?',
  BLOCK_AS_IMPLICIT_KEY:
    'a second "key: value" on one line: write it on a line of its own, or put a text that holds ": " in quotes',
  BLOCK_IN_FLOW: 'a list or keys with values inside of [ ] or { }: is a bracket or brace above not closed?',
}

/** An error of YAML in words that say what to do, where there are such; else its own. */
export const yamlSays = (code: string, message: string): string => MEANS[code] ?? message
