import type { Detector } from '../terms/finding.ts'
import { age } from './age.ts'
import { apiKeys } from './api-key.ts'
import { cryptoWallet } from './crypto-wallet.ts'
import { cardDetails } from './card-details.ts'
import { dateOfBirth } from './date-of-birth.ts'
import { dateTime } from './date-time.ts'
import { emailAddress } from './email-address.ts'
import { financialAmount } from './financial-amount.ts'
import { geoCoordinate } from './geo-coordinate.ts'
import { iban } from './iban.ts'
import { icd10 } from './icd-10.ts'
import { ipAddress } from './ip-address.ts'
import { jsonWebToken } from './json-web-token.ts'
import { idNumber, medicalRecord, passport } from './labelled-number.ts'
import { labelledSecret } from './labelled-secret.ts'
import { licensePlate } from './license-plate.ts'
import { listedWord } from './listed-word.ts'
import { macAddress } from './mac-address.ts'
import { nationalCode, nationalNumber } from './national-id.ts'
import { authorizationHeader, oneTimePasswordSeed, passwordHash, walletKey } from './other-secrets.ts'
import { passportMrz } from './passport-mrz.ts'
import { paymentCard } from './payment-card.ts'
import { personName } from './person-name.ts'
import { phoneNumber } from './phone-number.ts'
import { postcode } from './postcode.ts'
import { privateKey } from './private-key.ts'
import { streetAddress } from './street-address.ts'
import { swiftBic } from './swift-bic.ts'
import { shapedSecrets } from './token-shapes.ts'
import { url, urlCredentials } from './url.ts'
import { username } from './username.ts'
import { usSsn } from './us-ssn.ts'

/** Every detector that there is. All of them look at every text: there is no language to choose. */
export const DETECTORS: readonly Detector[] = [
  privateKey,
  jsonWebToken,
  ...apiKeys,
  urlCredentials,
  authorizationHeader,
  passwordHash,
  oneTimePasswordSeed,
  walletKey,
  labelledSecret,
  ...shapedSecrets,
  paymentCard,
  iban,
  cryptoWallet,
  usSsn,
  nationalNumber,
  nationalCode,
  passport,
  medicalRecord,
  dateOfBirth,
  emailAddress,
  phoneNumber,
  ipAddress,
  macAddress,
  url,
  personName,
  streetAddress,
  cardDetails,
  swiftBic,
  passportMrz,
  idNumber,
  licensePlate,
  postcode,
  geoCoordinate,
  username,
  age,
  financialAmount,
  icd10,
  listedWord,
  dateTime,
]
