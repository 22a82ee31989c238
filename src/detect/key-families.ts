/** The shape of one family of keys and tokens: how it begins, what it is made of, how long the rest is. */
export type KeyFamily = {
  readonly id: string
  readonly prefixes: readonly string[]
  /** The characters after the prefix, as a regular expression's class. */
  readonly made: string
  readonly least: number
  readonly most: number
  /** A further condition on the whole; its score is 0.9 unless said otherwise. */
  readonly scoreOf?: (whole: string) => number
}

const BASE62 = '[0-9A-Za-z]'
const WORD = '[0-9A-Za-z_]'
const URL64 = '[0-9A-Za-z_-]'
const BASE64 = '[0-9A-Za-z+/=_-]'
const HEX = '[0-9a-f]'

type Rest = readonly [made: string, least: number, most: number, scoreOf?: (whole: string) => number]
const row = (id: string, prefixes: string, [made, least, most, scoreOf]: Rest): KeyFamily => ({
  id,
  prefixes: prefixes.split(' '),
  made,
  least,
  most,
  ...(scoreOf === undefined ? {} : { scoreOf }),
})

/** Words with hyphens begin like some keys; a key has digits and letters mixed. */
const ifMixed = (whole: string): number =>
  /\d/.test(whole) && /[a-z]/i.test(whole) && !/^[a-z-]+\d{0,4}$/.test(whole) ? 0.9 : 0
const ifVaried = (whole: string): number =>
  /\d.*\d/.test(whole) && /[A-Z]/.test(whole) && /[a-z]/.test(whole) ? 0.9 : 0

/** GitHub's tokens end with the CRC-32 of what stands before, in base 62. A wrong one is still shaped like a token. */
function githubScore(whole: string): number {
  return base62(crc32(whole.slice(4, -6))).padStart(6, '0') === whole.slice(-6) ? 1 : 0.9
}

/** One row per family. Prefixes and lengths are the issuers' own; the longest prefix that fits gives the name. */
export const KEY_FAMILIES: readonly KeyFamily[] = [
  row('aws-access-key', 'AKIA ASIA ABIA ACCA', ['[A-Z2-7]', 16, 16]),
  row('aws-bedrock-key', 'ABSK', ['[0-9A-Za-z+/=]', 100, 200]),
  row('google-api-key', 'AIza', [URL64, 35, 35]),
  row('google-oauth-secret', 'GOCSPX-', [URL64, 24, 40]),
  row('google-oauth-token', 'ya29.', ['[0-9A-Za-z_.-]', 20, 1024]),
  row('google-refresh-token', '1//0', [URL64, 30, 200]),
  row('digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', [HEX, 64, 64]),
  row('alibaba-key', 'LTAI', [BASE62, 12, 26, ifVaried]),
  row('tencent-key', 'AKID', [BASE62, 32, 32, ifVaried]),
  row('heroku-key', 'HRKU-', [URL64, 36, 66]),
  row('fly-token', 'fo1_ fm2_ FlyV1_', [BASE64, 30, 1024]),
  row('databricks-token', 'dapi', ['[0-9a-f-]', 32, 34, ifMixed]),
  row('supabase-key', 'sbp_ sb_secret_', [WORD, 20, 64]),
  row('planetscale-token', 'pscale_tkn_ pscale_pw_ pscale_oauth_', ['[0-9A-Za-z_.=-]', 30, 64]),
  row('anthropic-key', 'sk-ant-', [URL64, 20, 200]),
  row('openrouter-key', 'sk-or-v1- sk-or-', ['[0-9A-Za-z]', 32, 80]),
  row('langfuse-key', 'sk-lf-', ['[0-9a-f-]', 36, 36]),
  row('openai-key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', [URL64, 20, 240, ifMixed]),
  row('openai-key', 'sk-', [URL64, 20, 240, (whole) => (/-/.test(whole.slice(3)) ? ifVaried(whole) : ifMixed(whole))]),
  row('hugging-face-token', 'hf_ api_org_', [BASE62, 30, 40]),
  row('groq-key', 'gsk_', [BASE62, 40, 60]),
  row('xai-key', 'xai-', [BASE62, 60, 90]),
  row('perplexity-key', 'pplx-', [BASE62, 40, 64]),
  row('replicate-token', 'r8_', [BASE62, 34, 44]),
  row('nvidia-key', 'nvapi-', [URL64, 50, 80]),
  row('langsmith-key', 'lsv2_pt_ lsv2_sk_ lsv2_', [WORD, 32, 64]),
  row('pinecone-key', 'pcsk_', [WORD, 40, 80]),
  row('github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', [BASE62, 36, 251, githubScore]),
  row('github-token', 'github_pat_', [WORD, 36, 255]),
  row('gitlab-token', 'glpat- gldt- glrt- glcbt- glptt- gloas- glsoat- glft- glimt- glagent- glffct-', [
    '[0-9A-Za-z_.-]',
    20,
    128,
  ]),
  row('bitbucket-token', 'ATBB', [BASE62, 32, 36]),
  row('npm-token', 'npm_', [BASE62, 36, 36]),
  row('pypi-token', 'pypi-AgEI', [URL64, 50, 400]),
  row('rubygems-key', 'rubygems_', [HEX, 48, 48]),
  row('crates-token', 'cio', [BASE62, 32, 32, ifVaried]),
  row('docker-token', 'dckr_pat_ dckr_oat_', [URL64, 20, 64]),
  row('circleci-token', 'CCIPAT_ CCIPRJ_', [WORD, 30, 90]),
  row('buildkite-token', 'bkua_', [BASE62, 40, 40]),
  row('sonar-token', 'squ_ sqp_ sqa_', [HEX, 40, 40]),
  row('jfrog-token', 'AKCp', [BASE62, 60, 80]),
  row('jfrog-token', 'cmVmdGtuO', [BASE62, 50, 80]),
  row('slack-token', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxo- xoxc- xoxd- xapp-', ['[0-9A-Za-z.%/+-]', 20, 300]),
  row('slack-webhook', 'hooks.slack.com/services/', ['[0-9A-Za-z/]', 20, 90]),
  row('discord-webhook', 'discord.com/api/webhooks/ discordapp.com/api/webhooks/', ['[0-9A-Za-z/_-]', 40, 120]),
  row('teams-webhook', 'webhook.office.com/webhookb2/', ['[0-9A-Za-z/@_-]', 60, 300]),
  row('twilio-key', 'SK AC', [HEX, 32, 32]),
  row('sendgrid-key', 'SG.', ['[0-9A-Za-z_.-]', 40, 90, (whole) => (whole.split('.').length === 3 ? 0.95 : 0)]),
  row('mailgun-key', 'key-', [HEX, 32, 32]),
  row('atlassian-token', 'ATATT3 ATCTT3', [BASE64, 50, 250]),
  row('notion-token', 'ntn_ secret_', [BASE62, 40, 60]),
  row('linear-key', 'lin_api_ lin_oauth_', [BASE62, 32, 64]),
  row('airtable-token', 'pat', [
    '[0-9A-Za-z.]',
    79,
    79,
    (whole) => (/^pat\w{14}\.[0-9a-f]{64}$/.test(whole) ? 0.95 : 0),
  ]),
  row('figma-token', 'figd_ figu_', [URL64, 36, 64]),
  row('postman-key', 'PMAK-', ['[0-9a-f-]', 50, 64]),
  row('shopify-token', 'shpat_ shpca_ shppa_ shpss_', ['[0-9A-Fa-f]', 32, 32]),
  row('stripe-key', 'sk_live_ sk_test_ rk_live_ rk_test_', [BASE62, 16, 247]),
  row('stripe-webhook-secret', 'whsec_', ['[0-9A-Za-z+/=]', 24, 64]),
  row('square-token', 'EAAA', [URL64, 60, 60, ifVaried]),
  row('square-token', 'sq0atp- sq0csp- sq0idp-', [URL64, 22, 50]),
  row('braintree-token', 'access_token$production$ access_token$sandbox$', ['[0-9a-z$]', 40, 60]),
  row('razorpay-key', 'rzp_live_ rzp_test_', [BASE62, 14, 20]),
  row('vault-token', 'hvs. hvb. hvr.', [URL64, 20, 300]),
  row('pulumi-token', 'pul-', [HEX, 40, 40]),
  row('doppler-token', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', ['[0-9A-Za-z._-]', 30, 64]),
  row('1password-token', 'ops_eyJ', [BASE64, 60, 2000]),
  row('1password-secret-key', 'A3-', [
    '[0-9A-Z-]',
    30,
    36,
    (whole) => (/^A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(?:-[0-9A-Z]{5}){3}$/.test(whole) ? 0.95 : 0),
  ]),
  row('age-secret-key', 'AGE-SECRET-KEY-1', ['[02-9AC-HJ-NP-Z]', 58, 58]),
  row('grafana-token', 'glsa_ glc_', [BASE64, 32, 300]),
  row('new-relic-key', 'NRAK- NRII- NRAA- NRJS-', [URL64, 19, 40]),
  row('sentry-token', 'sntrys_ sntryu_', [BASE64, 40, 300]),
  row('dynatrace-token', 'dt0c01. dt0s01.', ['[0-9A-Z.]', 60, 120]),
  row('openshift-token', 'sha256~', [URL64, 43, 43]),
]

function crc32(text: string): number {
  let crc = 0xffffffff
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i)
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

function base62(number: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let text = ''
  for (let left = number; left > 0; left = Math.floor(left / 62)) text = digits.charAt(left % 62) + text
  return text
}
