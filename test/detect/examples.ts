import { isBech32 } from '../../src/detect/bech32.ts'
import { CODE_ROWS } from '../../src/detect/code-rows.ts'
import { NUMBER_ROWS } from '../../src/detect/number-rows.ts'
import { completed, LETTERS, madeIban, mixed, TWO_DIGITS, withLuhn } from './made-up.ts'

const rowOf = (type: string) => {
  const row = [...NUMBER_ROWS, ...CODE_ROWS].find((one) => one.type === type)
  if (row === undefined) throw new Error(`no row for ${type}`)
  return row
}
const passes = (type: string) => (whole: string) => rowOf(type).passes?.(whole) ?? true
const corsican = (whole: string) => CODE_ROWS.find(({ type }) => type === 'FR_NIR')?.passes?.(whole) ?? false

export type Example = { readonly type: string; readonly label: string; readonly value: string }

/** One made-up, valid value for each identifier that has a check. Each check finds every single wrong digit, or nearly. */
export const CHECKED: readonly Example[] = [
  { type: 'CREDIT_CARD', label: 'card number', value: withLuhn('453201511283036') },
  { type: 'CREDIT_CARD', label: 'Mastercard', value: withLuhn('222300004841001') },
  { type: 'CREDIT_CARD', label: 'amex', value: withLuhn('37144963539843') },
  { type: 'IBAN_CODE', label: 'IBAN', value: madeIban('DE', '370400440532013000') },
  { type: 'IBAN_CODE', label: 'compte', value: madeIban('FR', '20041010050500013M02606') },
  { type: 'IBAN_CODE', label: 'rekening', value: madeIban('NL', 'INGB0001234567') },
  { type: 'UK_NHS', label: 'NHS number', value: completed('943476591', passes('UK_NHS')) },
  { type: 'CA_SIN', label: 'social insurance number', value: withLuhn('13069254') },
  { type: 'DE_TAX_ID', label: 'Steuer-ID', value: completed('8609574271', passes('DE_TAX_ID')) },
  {
    type: 'FR_NIR',
    label: 'numéro de sécurité sociale',
    value: completed('1850578006084', passes('FR_NIR'), TWO_DIGITS),
  },
  { type: 'FR_NIR', label: 'NIR', value: completed('185052A006084', corsican, TWO_DIGITS) },
  {
    type: 'FR_TAX_ID',
    label: 'numéro fiscal',
    value: completed(
      '3023217600',
      passes('FR_TAX_ID'),
      TWO_DIGITS.flatMap((a) => ['0', '1', '2', '3', '4', '5'].map((b) => b + a)),
    ),
  },
  { type: 'PT_NIF', label: 'contribuinte', value: completed('12345678', passes('PT_NIF')) },
  { type: 'NL_BSN', label: 'BSN', value: completed('11122233', passes('NL_BSN')) },
  { type: 'BE_NRN', label: 'rijksregisternummer', value: completed('850730033', passes('BE_NRN'), TWO_DIGITS) },
  { type: 'PL_PESEL', label: 'PESEL', value: completed('4405140135', passes('PL_PESEL')) },
  { type: 'NO_FNR', label: 'fødselsnummer', value: completed('150585234', passes('NO_FNR'), TWO_DIGITS) },
  { type: 'SE_PERSONNUMMER', label: 'personnummer', value: withLuhn('811218987') },
  { type: 'CZ_SK_RC', label: 'rodné číslo', value: completed('855722123', passes('CZ_SK_RC')) },
  { type: 'AT_SVNR', label: 'SVNR', value: madeAustrian() },
  { type: 'CH_AHV', label: 'AHV', value: completed('756921707698', passes('CH_AHV')) },
  { type: 'RO_CNP', label: 'CNP', value: completed('185052512345', passes('RO_CNP')) },
  { type: 'HR_OIB', label: 'OIB', value: completed('9448127219', passes('HR_OIB')) },
  { type: 'TR_NATIONAL_ID', label: 'kimlik', value: completed('123456789', passes('TR_NATIONAL_ID'), TWO_DIGITS) },
  { type: 'BR_CPF', label: 'CPF', value: completed('123456789', passes('BR_CPF'), TWO_DIGITS) },
  { type: 'ZA_ID_NUMBER', label: 'RSA ID', value: withLuhn('800101500908') },
  { type: 'IN_AADHAAR', label: 'Aadhaar', value: completed('23412341234', passes('IN_AADHAAR')) },
  { type: 'AU_TFN', label: 'tax file number', value: completed('12345678', passes('AU_TFN')) },
  { type: 'US_NPI', label: 'NPI', value: completed('123456789', passes('US_NPI')) },
  { type: 'ABA_ROUTING_NUMBER', label: 'routing number', value: completed('02100002', passes('ABA_ROUTING_NUMBER')) },
  { type: 'IMEI', label: 'IMEI', value: withLuhn('49015420323751') },
  { type: 'ES_NIF', label: 'DNI', value: completed('12345678', passes('ES_NIF'), LETTERS) },
  { type: 'ES_NIE', label: 'NIE', value: completed('X1234567', passes('ES_NIE'), LETTERS) },
  {
    type: 'IT_FISCAL_CODE',
    label: 'codice fiscale',
    value: completed('RSSMRA85T10A562', passes('IT_FISCAL_CODE'), LETTERS),
  },
  {
    type: 'FI_PERSONAL_IDENTITY_CODE',
    label: 'hetu',
    value: completed('131052-308', passes('FI_PERSONAL_IDENTITY_CODE'), [...LETTERS, ...'0123456789']),
  },
  {
    type: 'DE_SOCIAL_SECURITY',
    label: 'Rentenversicherungsnummer',
    value: completed('65180539W00', passes('DE_SOCIAL_SECURITY')),
  },
  { type: 'DE_HEALTH_INSURANCE', label: 'KVNR', value: completed('A12345678', passes('DE_HEALTH_INSURANCE')) },
  { type: 'MX_CURP', label: 'CURP', value: completed('GOMC850525HDFRRN0', passes('MX_CURP')) },
  { type: 'SG_NRIC_FIN', label: 'NRIC', value: completed('S1234567', passes('SG_NRIC_FIN'), LETTERS) },
  { type: 'CN_RIC', label: 'ID card', value: completed('11010519850307123', passes('CN_RIC'), [...'0123456789X']) },
  { type: 'IE_PPSN', label: 'PPSN', value: completed('1234567', passes('IE_PPSN'), LETTERS) },
  { type: 'MEDICAL_LICENSE', label: 'DEA', value: completed('BS123456', passes('MEDICAL_LICENSE')) },
  { type: 'VIN', label: 'VIN', value: '1M8GDM9AXKP042788' },
]

function madeAustrian(): string {
  const check = [...'0123456789'].find((digit) => passes('AT_SVNR')(`123${digit}010180`))
  return `123${check ?? ''}010180`
}

/** Values whose label does the work, as there is no check. */
export const LABELLED: readonly Example[] = [
  { type: 'US_SSN', label: 'SSN', value: '536-22-8726' },
  { type: 'US_SSN', label: 'social security number', value: '536228726' },
  { type: 'US_ITIN', label: 'ITIN', value: '912-72-1234' },
  { type: 'US_PASSPORT', label: 'passport number', value: '512345678' },
  { type: 'PASSPORT', label: 'passport', value: 'AB1234567' },
  { type: 'UK_PASSPORT', label: 'British passport', value: '512345678' },
  { type: 'DE_PASSPORT', label: 'Reisepass', value: 'C01X00T47' },
  { type: 'MEDICAL_RECORD', label: 'MRN', value: '00123456' },
  { type: 'MEDICAL_RECORD', label: 'Patientennummer', value: 'A-778812' },
  { type: 'DATE_OF_BIRTH', label: 'DOB', value: '03/15/1985' },
  { type: 'DATE_OF_BIRTH', label: 'geboren am', value: '12. März 1978' },
  { type: 'DATE_OF_BIRTH', label: 'date de naissance', value: '3 mai 1980' },
  { type: 'DATE_OF_BIRTH', label: 'fecha de nacimiento', value: '3 de mayo de 1980' },
  { type: 'DATE_OF_BIRTH', label: 'data di nascita', value: '1980-05-03' },
  { type: 'US_BANK_NUMBER', label: 'bank account number', value: '12345678901' },
  { type: 'US_DRIVER_LICENSE', label: "driver's license", value: 'D1234567' },
  { type: 'UK_NINO', label: 'national insurance number', value: 'QQ123456C'.replace('QQ', 'AB') },
  { type: 'US_MBI', label: 'Medicare ID', value: '1EG4-TE5-MK73' },
  { type: 'IN_PAN', label: 'PAN', value: 'ABCPE1234F' },
  { type: 'DK_CPR', label: 'CPR', value: '010180-1234' },
  { type: 'KR_RRN', label: 'RRN', value: '800101-1234567' },
  { type: 'PHONE_NUMBER', label: 'phone', value: '5551234567' },
  { type: 'PHONE_NUMBER', label: 'Handy', value: '0171 2345678' },
  { type: 'PHONE_NUMBER', label: 'téléphone', value: '06 12 34 56 78' },
  { type: 'PHONE_NUMBER', label: 'teléfono', value: '612 345 678' },
  { type: 'PHONE_NUMBER', label: 'cellulare', value: '347 123 4567' },
]

/** A secret of each family, made when the test runs. */
export const SECRETS: readonly { readonly family: string; readonly value: string }[] = [
  { family: 'aws-access-key', value: `AK${'IA'}${'Q2W3E4R5T6Y7ABCD'}` },
  { family: 'google-api-key', value: `AI${'za'}${mixed(35)}` },
  { family: 'github-token', value: `gh${'p_'}${mixed(36)}` },
  { family: 'github-token', value: `github${'_pat_'}${mixed(60)}` },
  { family: 'gitlab-token', value: `gl${'pat-'}${mixed(20)}` },
  { family: 'openai-key', value: `sk-${'proj-'}${mixed(48)}` },
  { family: 'openai-key', value: `sk${'-'}${mixed(48)}` },
  { family: 'anthropic-key', value: `sk-${'ant-'}api03-${mixed(80)}` },
  { family: 'openrouter-key', value: `sk-${'or-v1-'}${mixed(64, '0123456789abcdef')}` },
  { family: 'hugging-face-token', value: `h${'f_'}${mixed(34)}` },
  { family: 'slack-token', value: `xo${'xb-'}123456789012-${mixed(24)}` },
  { family: 'slack-webhook', value: `hooks.slack.com/${'services/'}T01234567/B01234567/${mixed(24)}` },
  { family: 'stripe-key', value: `sk_${'live_'}${mixed(24)}` },
  { family: 'stripe-key', value: `sk_${'test_'}${mixed(24)}` },
  { family: 'sendgrid-key', value: `SG${'.'}${mixed(22)}.${mixed(43)}` },
  { family: 'npm-token', value: `np${'m_'}${mixed(36)}` },
  { family: 'digitalocean-token', value: `dop${'_v1_'}${mixed(64, '0123456789abcdef')}` },
  { family: 'twilio-key', value: `S${'K'}${mixed(32, '0123456789abcdef')}` },
  { family: 'shopify-token', value: `shp${'at_'}${mixed(32, '0123456789abcdef')}` },
  { family: 'vault-token', value: `hv${'s.'}${mixed(24)}` },
  { family: 'grafana-token', value: `gl${'sa_'}${mixed(41)}` },
  { family: 'json-web-token', value: madeJwt() },
  {
    family: 'private-key',
    value: `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${mixed(64)}\n${mixed(64)}\n-----END RSA ${'PRIVATE'} KEY-----`,
  },
  {
    family: 'private-key',
    value: `-----BEGIN ${'PRIVATE'} KEY-----\\n${mixed(64)}\\n-----END ${'PRIVATE'} KEY-----\\n`,
  },
  { family: 'url-credentials', value: `postgres://admin:${mixed(12)}@db.internal:5432/main` },
  { family: 'authorization-header', value: `Authorization: Bearer ${mixed(40)}` },
  {
    family: 'authorization-header',
    value: `Authorization: Basic ${Buffer.from('admin:Tr0ub4dor').toString('base64')}`,
  },
  { family: 'authorization-header', value: `curl -u admin:${mixed(10)} https://example.org` },
  { family: 'password-hash', value: `$2b${'$12$'}${mixed(53)}` },
  { family: 'otp-seed', value: `otpauth://totp/me?secret=${mixed(16, 'ABCDEFGH234567')}` },
  { family: 'labelled-secret', value: `password: ${mixed(10)}` },
  { family: 'labelled-secret', value: `DB_PASSWORD=${mixed(12)}` },
  { family: 'labelled-secret', value: `"clientSecret": "${mixed(24)}"` },
  { family: 'labelled-secret', value: `api_key = '${mixed(32)}'` },
  { family: 'labelled-secret', value: `AWS_SECRET_ACCESS_KEY=${mixed(40)}` },
  { family: 'labelled-secret', value: `AccountKey=${mixed(86)}==` },
  { family: 'labelled-secret', value: `Das Passwort lautet ${mixed(10)}` },
  { family: 'labelled-secret', value: `mot de passe : ${mixed(10)}` },
  { family: 'labelled-secret', value: `la contraseña es ${mixed(10)}` },
  { family: 'labelled-secret', value: `a minha senha é ${mixed(10)}` },
  { family: 'labelled-secret', value: `mijn wachtwoord is ${mixed(10)}` },
  { family: 'labelled-secret', value: `moje hasło to ${mixed(10)}` },
  { family: 'labelled-secret', value: `la clave: ${mixed(10)}` },
  { family: 'labelled-secret', value: `<password>${mixed(10)}</password>` },
  { family: 'labelled-secret', value: `define('DB_PASSWORD', '${mixed(10)}');` },
  { family: 'labelled-secret', value: `PGPASSWORD=${mixed(10)} psql -h db` },
  { family: 'labelled-secret', value: `a good password? I use ${mixed(6)}!${mixed(6)} everywhere` },
  { family: 'labelled-secret', value: `take ${mixed(6)}&${mixed(6)} as the password` },
  { family: 'labelled-secret', value: `user,password\nbob,${mixed(10)}\nann,${mixed(11)}` },
  { family: 'azure-client-secret', value: `abc8${'Q~'}${mixed(34)}` },
  { family: 'terraform-token', value: `${mixed(14)}${'.atlasv1.'}${mixed(64)}` },
  { family: 'telegram-token', value: `123456789${':AA'}${mixed(33)}` },
  { family: 'mailchimp-key', value: `${mixed(32, '0123456789abcdef')}${'-us'}12` },
  {
    family: 'discord-token',
    value: `${Buffer.from('123456789012345678').toString('base64')}.${mixed(6)}.${mixed(27)}`,
  },
  {
    family: 'cloudflare-key',
    value: `${'v1.0-'}${mixed(24, '0123456789abcdef')}-${mixed(146, '0123456789abcdef')}`,
  },
  { family: 'session-cookie', value: `Cookie: theme=dark; sessionid=${mixed(32)}` },
  { family: 'session-cookie', value: `Set-Cookie: connect.sid=${mixed(32)}; HttpOnly` },
  { family: 'authorization-scheme', value: `Authorization: ApiKey ${mixed(32)}` },
  { family: 'registry-auth', value: `{"auth":"${Buffer.from(`bob:${mixed(12)}`).toString('base64')}"}` },
  { family: 'command-line-password', value: `mysql -u root -p${mixed(10)} app` },
  { family: 'command-line-password', value: `sshpass -p '${mixed(10)}' ssh a@b` },
  { family: 'password-file', value: `db.internal:5432:app:writer:${mixed(12)}` },
  { family: 'kubernetes-secret', value: `kind: Secret\nstringData:\n  anything: ${mixed(12)}\n` },
  {
    family: 'recovery-phrase',
    value: 'seed phrase: legal winner thank year wave sausage worth useful legal winner thank yellow',
  },
]

function madeJwt(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES256', typ: 'JWT' })}.${part({ sub: 'x', iat: 1 })}.${mixed(86)}`
}

const BECH32_ALPHABET = [...'qpzry9x8gf2tvdw0s3jn54khce6mua7l']

/** Addresses that BIP 173 and EIP-55 publish as examples. */
export const WALLETS: readonly string[] = [
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
]
export const WRONG_WALLETS: readonly string[] = WALLETS.map((address) => {
  const last = address.slice(-1)
  const other = BECH32_ALPHABET.find((char) => char !== last.toLowerCase() && /[a-f0-9]/.test(char)) ?? '0'
  const changed = address.slice(0, -1) + (last === last.toUpperCase() ? other.toUpperCase() : other)
  if (isBech32(changed)) throw new Error('still right')
  return changed
})
