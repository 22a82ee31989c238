import { CODE_ROWS } from '../../src/detect/code-rows.ts'
import { NUMBER_ROWS } from '../../src/detect/number-rows.ts'
import { completed, LETTERS, TWO_DIGITS, withLuhn } from './made-up.ts'

/** A made-up value of a row, and whether it is found without its label. */
export type RowExample = {
  readonly type: string
  readonly label: string
  readonly value: string
  readonly alone: boolean
  /** A value that the row's range refuses, where its rule is no check digit. */
  readonly wrong?: string
}

const DIGITS = [...'0123456789']
const BASE36 = [...DIGITS, ...LETTERS]

/** Completes a head so that the check of some row of a type passes. */
const made = (type: string, head: string, endings: readonly string[] = DIGITS): string =>
  completed(
    head,
    (whole) =>
      NUMBER_ROWS.some(
        (row) =>
          /^\d+$/.test(whole) &&
          row.type === type &&
          row.lengths.includes(whole.length) &&
          row.passes?.(whole) === true,
      ) ||
      CODE_ROWS.some(
        (row) => row.type === type && new RegExp(`^(?:${row.shape})$`).test(whole) && row.passes?.(whole) === true,
      ),
    endings,
  )

/** Writes digits in groups: `grouped('123456', '3-3', ' ')`; several separators are used in turn. */
export function grouped(digits: string, grouping: string, separators: string): string {
  let at = 0
  return grouping
    .split('-')
    .map((length, i) => {
      const group = digits.slice(at, at + Number(length))
      at += Number(length)
      return i === 0 ? group : `${separators.charAt((i - 1) % separators.length)}${group}`
    })
    .join('')
}

const THREE_DIGITS = TWO_DIGITS.flatMap((two) => DIGITS.map((one) => two + one))
/** A tail of so many characters of a value that its check completes further in front. */
const inside = (type: string, head: string, tail: string): string =>
  completed(head, (start) => {
    const whole = start + tail
    return NUMBER_ROWS.some((row) => row.type === type && row.passes?.(whole) === true)
  }) + tail

const alone = (type: string, label: string, value: string, wrong?: string): RowExample => ({
  ...labelled(type, label, value, wrong),
  alone: true,
})
const labelled = (type: string, label: string, value: string, wrong?: string): RowExample => ({
  type,
  label,
  value,
  alone: false,
  ...(wrong === undefined ? {} : { wrong }),
})

const CNPJ = made('BR_CNPJ', '112223330001', TWO_DIGITS)
const EUROPE: readonly RowExample[] = [
  labelled('UK_CHI', 'CHI number', made('UK_CHI', '010190123')),
  labelled('UK_UTR', 'UTR', DIGITS.map((d) => `${d}123456789`).find((d) => made0('UK_UTR', d)) ?? ''),
  labelled('UK_BANK', 'sort code', '12-34-56'),
  labelled('UK_BANK', 'sort code and account', '12-34-56 12345678'),
  labelled('UK_VAT', 'VAT number', made('UK_VAT', '9999999', TWO_DIGITS)),
  alone('UK_VAT', 'VAT number', made('UK_VAT', 'GB9999999', TWO_DIGITS)),
  labelled('UK_COMPANY', 'company number', '09876543'),
  labelled('UK_COMPANY', 'company number', 'SC123456'),
  alone('UK_DRIVING_LICENCE', 'driving licence', 'EXAMP753116JJ9AB', 'EXAMP713116JJ9AB'),
  alone('UK_UPN', 'UPN', LETTERS.map((letter) => `${letter}123456789012`).find((upn) => made0('UK_UPN', upn)) ?? ''),
  alone('IE_VAT', 'VAT', made('IE_VAT', 'IE1234567', LETTERS)),
  alone('IE_EIRCODE', 'Eircode', 'T12 X4Y2'),
  alone('DE_TAX_NUMBER', 'Steuernummer', '93/815/08152'),
  labelled('DE_TAX_NUMBER', 'Steuernummer', '9181081508155'),
  alone('DE_VAT_ID', 'USt-IdNr.', made('DE_VAT_ID', 'DE12345678')),
  alone('DE_ID_CARD', 'Personalausweis', made('DE_ID_CARD', 'L01X00T47')),
  labelled('DE_ID_CARD', 'Personalausweis', 'L01X00T47'),
  labelled('DE_FUEHRERSCHEIN', 'Führerschein', 'B072RRE2I55'),
  labelled('DE_LANR', 'LANR', '123456600'),
  labelled('DE_BSNR', 'Betriebsstättennummer', '721234567'),
  alone('DE_HANDELSREGISTER', 'Amtsgericht München', 'HRB 123456'),
  labelled('AT_TAX', 'Abgabenkontonummer', made('AT_TAX', '12345678')),
  alone('AT_VAT', 'UID', made('AT_VAT', 'ATU1234567')),
  alone('CH_UID', 'UID', grouped(made('CH_UID', 'CHE12345678'), '3-3-3-3', '-..')),
  labelled('FR_CNI', "carte d'identité", '123456789012'),
  labelled('FR_CNI', "carte d'identité", 'X4RTBPFW4'),
  labelled('FR_DRIVER_LICENSE', 'permis de conduire', '123456789012'),
  labelled('FR_DRIVER_LICENSE', 'permis de conduire', '13AA00002'),
  labelled('FR_SIREN', 'SIREN', withLuhn('12345678')),
  alone('FR_SIRET', 'SIRET', made('FR_SIRET', `${withLuhn('12345678')}0001`)),
  alone('FR_SIRET', 'SIRET', grouped(made('FR_SIRET', `${withLuhn('12345678')}0001`), '3-3-3-5', ' ')),
  alone(
    'FR_VAT',
    'TVA',
    `FR${TWO_DIGITS.find((key) => made0('FR_VAT', `FR${key}${withLuhn('12345678')}`)) ?? ''}${withLuhn('12345678')}`,
  ),
  labelled('FR_RPPS', 'RPPS', withLuhn('1010123456')),
  alone('ES_CIF', 'CIF', made('ES_CIF', 'B1234567')),
  alone('ES_NUSS', 'Seguridad Social', grouped(made('ES_NUSS', '2812345678', TWO_DIGITS), '2-8-2', '/')),
  alone('ES_CCC', 'CCC', madeCcc()),
  alone('ES_CCC', 'CCC', grouped(madeCcc(), '4-4-2-10', ' ')),
  labelled('IT_VAT_CODE', 'partita IVA', made('IT_VAT_CODE', '1234567001')),
  alone('IT_VAT_CODE', 'partita IVA', made('IT_VAT_CODE', 'IT1234567001')),
  labelled('IT_IDENTITY_CARD', "carta d'identità", 'CA12345AB'),
  labelled('IT_DRIVER_LICENSE', 'patente di guida', 'AB1234567C'),
  alone('PT_CC', 'Cartão de Cidadão', made('PT_CC', '000000000ZZ')),
  labelled('PT_NISS', 'NISS', made('PT_NISS', '1234567890')),
  labelled('PT_SNS', 'número de utente', '123456789'),
  alone('NL_VAT', 'btw-nummer', `NL${made('NL_BSN', '11122233')}B01`),
  labelled('NL_ID', 'identiteitskaart', 'SPECI2014'),
  labelled('NL_DRIVER_LICENSE', 'rijbewijs', '5123456789'),
  alone('BE_EID', 'identiteitskaart', grouped(made('BE_EID', '5911234567', TWO_DIGITS), '3-7-2', '-')),
  alone('BE_VAT', 'btw', grouped(made('BE_VAT', '01234567', TWO_DIGITS), '4-3-3', '.')),
  alone('BE_VAT', 'btw', `BE${made('BE_VAT', '01234567', TWO_DIGITS)}`),
  alone('LU_NID', 'matricule', made('LU_NID', '19850312123', TWO_DIGITS)),
  alone('LU_NID', 'matricule', grouped(made('LU_NID', '19850312123', TWO_DIGITS), '8-5', ' ')),
  alone('SE_ORGANISATIONSNUMMER', 'orgnr', grouped(withLuhn('556012345'), '6-4', '-')),
  alone('SE_VAT', 'moms', `SE${withLuhn('556012345')}01`),
  alone('FI_BUSINESS_ID', 'Y-tunnus', grouped(made('FI_BUSINESS_ID', '1234567'), '7-1', '-')),
  labelled('DK_CVR', 'CVR', made('DK_CVR', '1234567')),
  alone('DK_CVR', 'CVR', `DK${made('DK_CVR', '1234567')}`),
  labelled('NO_ORGNR', 'organisasjonsnummer', made('NO_ORGNR', '12345678', DIGITS)),
  alone('NO_BANK', 'kontonummer', grouped(made('NO_BANK', '1234567890'), '4-2-5', '.')),
  alone('IS_KENNITALA', 'kennitala', grouped(inside('IS_KENNITALA', '12017433', '9'), '6-4', '-')),
  alone('PL_NIP', 'NIP', grouped(made('PL_NIP', '123456321'), '3-3-2-2', '-')),
  alone('PL_NIP', 'NIP', `PL${made('PL_NIP', '123456321')}`),
  labelled('PL_REGON', 'REGON', made('PL_REGON', '12345678')),
  alone(
    'PL_ID_CARD',
    'dowód osobisty',
    DIGITS.map((d) => `ABC${d}12345`).find((card) => made0('PL_ID_CARD', card)) ?? '',
  ),
  labelled('HU_TAJ', 'TAJ', made('HU_TAJ', '12345678')),
  labelled('HU_TAX', 'adóazonosító', made('HU_TAX', '812345678')),
  labelled('BG_EGN', 'ЕГН', made('BG_EGN', '850312123')),
  alone('SI_EMSO', 'EMŠO', made('SI_EMSO', '120398550012')),
  alone('GR_AMKA', 'ΑΜΚΑ', withLuhn('1203851234')),
  labelled('GR_AFM', 'ΑΦΜ', made('GR_AFM', '12345678')),
  alone('EE_IK', 'isikukood', made('EE_IK', '3850312123')),
  alone('LT_AK', 'asmens kodas', made('LT_AK', '3850312123')),
  alone('LV_PK', 'personas kods', grouped(made('LV_PK', '1203851234'), '6-5', '-')),
  alone('EU_VAT', 'VAT', made('EU_VAT', 'LU123456', TWO_DIGITS)),
]

const WORLD: readonly RowExample[] = [
  labelled('US_EIN', 'EIN', '12-3456789', '07-3456789'),
  labelled('US_PTIN', 'PTIN', 'P12345678'),
  labelled('CA_HEALTH', 'PHN', made('CA_HEALTH', '912345678')),
  labelled('CA_HEALTH', 'OHIP', `${grouped(withLuhn('123456789'), '4-3-3', '-')}-AB`),
  alone('CA_HEALTH', 'RAMQ', 'EXAM 8503 1212'),
  labelled('CA_BN', 'business number', withLuhn('12345678')),
  alone('CA_BN', 'business number', `${withLuhn('12345678')}RT0001`),
  labelled('CA_DRIVER_LICENSE', "driver's licence", 'A1234-56789-01234'),
  alone('BR_CNPJ', 'CNPJ', CNPJ),
  alone('BR_CNPJ', 'CNPJ', grouped(CNPJ, '2-3-3-4-2', '../-')),
  alone('BR_CNPJ', 'CNPJ', grouped(made('BR_CNPJ', '12ABC34501DE', TWO_DIGITS), '2-3-3-4-2', '../-')),
  alone('BR_CNS', 'cartão SUS', grouped(made('BR_CNS', '7000000000012', TWO_DIGITS), '3-4-4-4', ' ')),
  labelled('BR_PIS', 'PIS', made('BR_PIS', '1234567890')),
  labelled('BR_CNH', 'CNH', made('BR_CNH', '123456789', TWO_DIGITS)),
  labelled('BR_TITULO', 'título de eleitor', made('BR_TITULO', '1234567801', TWO_DIGITS)),
  labelled('BR_RG', 'RG', '12.345.678-9'),
  alone('MX_RFC', 'RFC', made('MX_RFC', 'EXAM850312AB', [...DIGITS, 'A'])),
  labelled('MX_NSS', 'IMSS', withLuhn('1234567890')),
  alone('MX_CLABE', 'CLABE', grouped(made('MX_CLABE', '01218000118359719'), '3-3-11-1', ' ')),
  alone('MX_INE', 'clave de elector', 'EXAMPL85031209H123'),
  labelled('ZA_TAX', 'SARS', withLuhn('012345678')),
  labelled('NG_NIN', 'NIN', '12345678901'),
  labelled('NG_BVN', 'BVN', '22123456789'),
  labelled('TR_VKN', 'vergi no', made('TR_VKN', '123456789')),
  labelled('IL_ID', 'teudat zehut', withLuhn('12345678')),
  alone('AE_ID', 'Emirates ID', withLuhn('78419851234567')),
  alone('AE_ID', 'Emirates ID', grouped(withLuhn('78419851234567'), '3-4-7-1', '-')),
  alone('IN_GSTIN', 'GSTIN', made('IN_GSTIN', '27ABCPE1234F1Z', BASE36)),
  labelled('IN_AADHAAR', 'VID', made('IN_AADHAAR', '912345678901234')),
  labelled('IN_UAN', 'UAN', '101234567890'),
  labelled('IN_ABHA', 'ABHA', '91-1234-5678-9012'),
  labelled('IN_DRIVER_LICENSE', 'driving licence', 'MH12 20110012345', 'XX12 20110012345'),
  labelled('IN_VOTER', 'voter ID', 'ABC1234567'),
  alone('SG_UEN', 'UEN', made('SG_UEN', '201912345', LETTERS)),
  alone('AU_IHI', 'IHI', withLuhn('800360123456789')),
  alone('AU_IHI', 'IHI', grouped(withLuhn('800360123456789'), '4-4-4-4', ' ')),
  alone('AU_ABN', 'ABN', grouped(made('AU_ABN', '51824753', THREE_DIGITS), '2-3-3-3', ' ')),
  labelled('AU_ACN', 'ACN', made('AU_ACN', '00474952')),
  labelled('AU_BSB', 'BSB', '062-000'),
  labelled('AU_DRIVER_LICENSE', 'driver licence', '12345678'),
  labelled('NZ_IRD', 'IRD', made('NZ_IRD', '4909185')),
  labelled('NZ_NHI', 'NHI', made('NZ_NHI', 'ZZZ001')),
  alone('NZ_BANK', 'bank account', '01-0902-0068389-00'),
  labelled('NZ_DRIVER_LICENSE', 'NZ driver licence', 'AB123456'),
  alone('KR_FRN', '외국인등록번호', '850312-5123456', '851312-5123456'),
  alone('KR_BRN', '사업자등록번호', grouped(made('KR_BRN', '123456789'), '3-2-5', '-')),
  labelled('KR_DRIVER_LICENSE', '운전면허', '11-22-333333-44', '31-22-333333-44'),
  labelled('JP_MY_NUMBER', 'マイナンバー', made('JP_MY_NUMBER', '12345678901')),
  labelled(
    'JP_CORPORATE',
    '法人番号',
    DIGITS.map((d) => `${d}234567890123`).find((d) => made0('JP_CORPORATE', d)) ?? '',
  ),
  labelled('JP_DRIVER_LICENSE', '運転免許', '123456789012'),
  alone('TH_TNIN', 'เลขประจำตัวประชาชน', grouped(made('TH_TNIN', '123456789012'), '1-4-5-2-1', '-')),
  labelled('PH_TIN', 'BIR', made('PH_TIN', '12345678')),
  alone('ICCID', 'ICCID', withLuhn('8949123456789012345')),
  labelled('IMSI', 'IMSI', '262011234567890'),
]

/** Printed forms that stand alone, and values of rows that the other examples leave out. */
const PRINTED: readonly RowExample[] = [
  alone('DE_TAX_ID', 'Steuer-ID', grouped(made('DE_TAX_ID', '8609574271'), '2-3-3-3', ' ')),
  alone('FR_NIR', 'NIR', grouped(made('FR_NIR', '1850578006084', TWO_DIGITS), '13-2', ' ')),
  alone('FR_TAX_ID', 'numéro fiscal', grouped(made('FR_TAX_ID', '3023217600', THREE_DIGITS), '2-2-3-3-3', ' ')),
  alone('BE_NRN', 'rijksregister', grouped(made('BE_NRN', '850730033', TWO_DIGITS), '6-3-2', '-')),
  alone('NO_FNR', 'fødselsnummer', grouped(made('NO_FNR', '150585234', TWO_DIGITS), '6-5', ' ')),
  alone('SE_PERSONNUMMER', 'personnummer', grouped(withLuhn('811218987'), '6-4', '-')),
  alone('DK_CPR', 'CPR', '010180-1234', '310280-1234'),
  alone('CZ_SK_RC', 'rodné číslo', grouped(made('CZ_SK_RC', '855722123'), '6-4', '/')),
  alone(
    'AT_SVNR',
    'SVNR',
    grouped(DIGITS.map((d) => `123${d}010180`).find((d) => made0('AT_SVNR', d)) ?? '', '4-6', ' '),
  ),
  alone('CH_AHV', 'AHV', grouped(made('CH_AHV', '756921707698'), '3-4-4-2', '.')),
  alone('BR_CPF', 'CPF', grouped(made('BR_CPF', '123456789', TWO_DIGITS), '3-3-3-2', '..-')),
  alone('ZA_ID_NUMBER', 'RSA ID', grouped(withLuhn('800101500908'), '6-4-3', ' ')),
  alone('IN_AADHAAR', 'Aadhaar', grouped(made('IN_AADHAAR', '23412341234'), '4-4-4', ' ')),
  alone(
    'AU_MEDICARE',
    'Medicare',
    grouped(completed('21234567', (d) => made0('AU_MEDICARE', `${d}1`)) + '1', '4-5-1', ' '),
  ),
  alone('KR_RRN', '주민등록번호', '800101-1234567', '801301-1234567'),
  alone('PL_PESEL', 'PESEL', made('PL_PESEL', '4405140135')),
  alone('RO_CNP', 'CNP', made('RO_CNP', '185052512345')),
  alone('TR_NATIONAL_ID', 'kimlik', made('TR_NATIONAL_ID', '123456789', TWO_DIGITS)),
  alone('IMEI', 'IMEI', grouped(withLuhn('49015420323751'), '2-6-6-1', '-')),
  labelled('US_BANK_NUMBER', 'bank account number', '12345678901'),
  labelled('US_DRIVER_LICENSE', "driver's license", 'D1234567'),
  labelled('UK_NHS', 'NHS number', made('UK_NHS', '943476591')),
  labelled('CA_SIN', 'social insurance number', withLuhn('13069254')),
  labelled('PT_NIF', 'contribuinte', made('PT_NIF', '12345678')),
  labelled('NL_BSN', 'BSN', made('NL_BSN', '11122233')),
  labelled('HR_OIB', 'OIB', made('HR_OIB', '9448127219')),
  labelled('AU_TFN', 'tax file number', made('AU_TFN', '12345678')),
  labelled('US_NPI', 'NPI', made('US_NPI', '123456789')),
  labelled('ABA_ROUTING_NUMBER', 'routing number', made('ABA_ROUTING_NUMBER', '02100002')),
  alone('UK_NINO', 'national insurance number', 'AB123456C'),
  alone('US_MBI', 'Medicare ID', '1EG4-TE5-MK73'),
  alone('IN_PAN', 'PAN', 'ABCPE1234F', 'ABCPE0000F'),
  alone('IE_PPSN', 'PPSN', made('IE_PPSN', '1234567', LETTERS)),
  alone('ES_NIF', 'DNI', made('ES_NIF', '12345678', LETTERS)),
  alone('ES_NIE', 'NIE', made('ES_NIE', 'X1234567', LETTERS)),
  alone('IT_FISCAL_CODE', 'codice fiscale', made('IT_FISCAL_CODE', 'RSSMRA85T10A562', LETTERS)),
  alone('FI_PERSONAL_IDENTITY_CODE', 'hetu', made('FI_PERSONAL_IDENTITY_CODE', '131052-308', BASE36)),
  alone('DE_SOCIAL_SECURITY', 'Rentenversicherung', made('DE_SOCIAL_SECURITY', '65180539W00')),
  alone('DE_HEALTH_INSURANCE', 'KVNR', made('DE_HEALTH_INSURANCE', 'A12345678')),
  alone('MX_CURP', 'CURP', made('MX_CURP', 'GOMC850525HDFRRN0')),
  alone('SG_NRIC_FIN', 'NRIC', made('SG_NRIC_FIN', 'S1234567', LETTERS)),
  alone('CN_RIC', 'ID card', made('CN_RIC', '11010519850307123', [...DIGITS, 'X'])),
  alone('MEDICAL_LICENSE', 'DEA', made('MEDICAL_LICENSE', 'BS123456')),
  alone('VIN', 'VIN', '1M8GDM9AXKP042788'),
  alone('FR_NIR', 'NIR', made('FR_NIR', '185052A006084', TWO_DIGITS)),
]

/** True when the check of a type passes a whole value. */
function made0(type: string, whole: string): boolean {
  return [...NUMBER_ROWS, ...CODE_ROWS].some((row) => row.type === type && row.passes?.(whole) === true)
}

function madeCcc(): string {
  const account = '0200051332'
  const checks = TWO_DIGITS.find((two) => made0('ES_CCC', `21000418${two}${account}`))
  return `21000418${checks ?? ''}${account}`
}

export const ROW_EXAMPLES: readonly RowExample[] = [...EUROPE, ...WORLD, ...PRINTED]
