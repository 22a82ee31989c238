/** How much a finding of a type says by itself: enough, only with others, or nothing more than that it is there. */
export type Weight = 'alone' | 'together' | 'informational'

export type EntityType = {
  readonly type: string
  readonly says: string
  readonly weight: Weight
  /** False for a name that policies may use and that nothing here finds yet. */
  readonly detected: boolean
}

const table = (weight: Weight, rows: readonly (readonly [string, string])[], detected = true): readonly EntityType[] =>
  rows.map(([type, says]) => ({ type, says, weight, detected }))

/**
 * The vocabulary that policies may name. Names are Microsoft Presidio's where it has one, and follow its pattern elsewhere.
 * Every type that a detector can return is in it.
 */
export const ENTITY_TYPES: readonly EntityType[] = [
  ...table('alone', [
    ['SECRET', 'a key, token or password; the detector names the family'],
    ['CREDIT_CARD', 'a payment card number (ISO/IEC 7812) with a known issuer prefix'],
    ['IBAN_CODE', 'an international bank account number (ISO 13616)'],
    ['CRYPTO', 'the address of a crypto wallet'],
    ['US_SSN', 'a US social security number'],
    ['US_ITIN', 'a US individual taxpayer identification number'],
    ['US_PASSPORT', 'a US passport number, by its label'],
    ['PASSPORT', 'a passport number of a country that its shape does not tell'],
    ['UK_PASSPORT', 'a British passport number, by its label'],
    ['DE_PASSPORT', 'a German passport number, by its label'],
    ['FR_PASSPORT', 'a French passport number, by its label'],
    ['IT_PASSPORT', 'an Italian passport number, by its label'],
    ['ES_PASSPORT', 'a Spanish passport number, by its label'],
    ['US_BANK_NUMBER', 'a bank account number, by its label'],
    ['US_DRIVER_LICENSE', 'a US driving licence number, by its label'],
    ['US_MBI', 'a US Medicare beneficiary identifier'],
    ['UK_NHS', 'a British National Health Service number'],
    ['UK_NINO', 'a British national insurance number'],
    ['CA_SIN', 'a Canadian social insurance number'],
    ['IE_PPSN', 'an Irish personal public service number'],
    ['DE_TAX_ID', 'a German tax identification number'],
    ['DE_SOCIAL_SECURITY', 'a German pension insurance number'],
    ['DE_HEALTH_INSURANCE', 'a German health insurance number'],
    ['AT_SVNR', 'an Austrian social insurance number'],
    ['CH_AHV', 'a Swiss social security number'],
    ['FR_NIR', 'a French social security number'],
    ['FR_TAX_ID', 'a French tax number'],
    ['ES_NIF', 'a Spanish tax and identity number'],
    ['ES_NIE', 'a Spanish identity number of a foreigner'],
    ['IT_FISCAL_CODE', 'an Italian fiscal code'],
    ['PT_NIF', 'a Portuguese tax number'],
    ['NL_BSN', 'a Dutch citizen service number'],
    ['BE_NRN', 'a Belgian national register number'],
    ['SE_PERSONNUMMER', 'a Swedish personal identity number'],
    ['FI_PERSONAL_IDENTITY_CODE', 'a Finnish personal identity code'],
    ['DK_CPR', 'a Danish personal identification number'],
    ['NO_FNR', 'a Norwegian national identity number'],
    ['PL_PESEL', 'a Polish national identification number'],
    ['CZ_SK_RC', 'a Czech or Slovak birth number'],
    ['RO_CNP', 'a Romanian personal numerical code'],
    ['HR_OIB', 'a Croatian personal identification number'],
    ['TR_NATIONAL_ID', 'a Turkish identity number'],
    ['BR_CPF', 'a Brazilian individual taxpayer number'],
    ['MX_CURP', 'a Mexican population registry code'],
    ['ZA_ID_NUMBER', 'a South African identity number'],
    ['IN_AADHAAR', 'an Indian Aadhaar number'],
    ['IN_PAN', 'an Indian permanent account number'],
    ['SG_NRIC_FIN', 'a Singaporean identity number'],
    ['AU_TFN', 'an Australian tax file number'],
    ['AU_MEDICARE', 'an Australian Medicare number'],
    ['CN_RIC', 'a Chinese resident identity number'],
    ['KR_RRN', 'a Korean resident registration number'],
  ]),
  ...table('together', [
    ['PERSON', 'the name of a person'],
    ['EMAIL_ADDRESS', 'an e-mail address'],
    ['PHONE_NUMBER', 'a telephone or fax number'],
    ['DATE_OF_BIRTH', 'a date that is labelled as a birthday'],
    ['MEDICAL_RECORD', 'a patient or medical record number, by its label'],
    ['STREET_ADDRESS', 'a postal address with a street or a post box'],
    ['IP_ADDRESS', 'an IPv4 or IPv6 address'],
    ['MAC_ADDRESS', 'a hardware address'],
    ['US_NPI', 'a US national provider identifier'],
    ['MEDICAL_LICENSE', 'a US DEA registration number'],
    ['ABA_ROUTING_NUMBER', 'a US bank routing number, by its label'],
    ['VIN', 'a vehicle identification number (ISO 3779)'],
    ['IMEI', 'the number of a mobile device, by its label'],
  ]),
  ...table('informational', [['URL', 'an address on the web, with a scheme or www.']]),
  ...table(
    'together',
    [
      ['DIAGNOSIS', 'a disease or condition'],
      ['MEDICATION', 'a medicine'],
      ['LOCATION', 'a place'],
      ['ORGANIZATION', 'a company or institution'],
      ['NRP', 'nationality, religious or political group'],
      ['DATE_TIME', 'any date or time'],
      ['AGE', 'the age of a person'],
      ['POSTCODE', 'a postcode by itself'],
      ['ID_NUMBER', 'a member, policy, employee, customer or claim number'],
      ['USERNAME', 'a login or handle'],
      ['LICENSE_PLATE', 'the plate of a vehicle'],
      ['GEO_COORDINATE', 'a place by latitude and longitude'],
      ['SWIFT_BIC', 'the code of a bank (ISO 9362)'],
      ['PASSPORT_MRZ', 'the machine-readable zone of a travel document'],
      ['US_EIN', 'a US employer identification number'],
    ],
    false,
  ),
]
