import type { Detector, Spotted } from '../terms/finding.ts'
import type { Context, Evidence } from './context.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import type { Phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'
import { numberTokens } from './number-tokens.ts'

type Labelled = {
  readonly token: string
  readonly start: number
  readonly says: (words: Phrases) => Evidence
}

function* tokensIn(text: string, context: Context, least = 3): Generator<Labelled> {
  for (const { token, start, digits } of numberTokens(text)) {
    if (digits < least) continue
    let around: ReturnType<Context['around']> | null = null
    yield { token, start, says: (words) => evidence((around ??= context.around(start, start + token.length)), words) }
  }
}

const RECORD = phrases(
  'mrn,medical record,medical record no,medical records,medical rec,med rec,patient record,patient id,patient identifier,patient no,',
  'patient number,patient ref,patient code,med record number,medical record number,chart number,hospital number,hospital record,hn,encounter number,visit number,case record,record of patient,',
  'patientennr,patienten nr,patientnr,patientenkennung,fall nr,fallnr,aufnahmenummer,krankenblattnummer,krankenaktennummer,aktennummer patient,dossier clinique,identifiant patient,nip,nda,',
  'historia clinica numero,n historia,hc,paciente no,codigo de paciente,id paciente,cartella,cartella n,n cartella,codice cartella,nosologico,scheda paziente,numero do utente,numero de utente,registo clinico,registro do paciente,patientennummers,',
  'hosp no,hosp number,hosp id,patient file,patient chart,chart,chart no,hospital id,hospital no,health record,ehr,emr,patient mrn,record mrn,medical id,',
  'patientennummer,patienten id,patientenakte,patientenakte nr,fallnummer,krankenakte,aktenzeichen patient,dossier medical,dossier patient,',
  'numero de dossier medical,numero patient,ipp,historia clinica,expediente clinico,expediente medico,numero de historia,numero de paciente,',
  'nhc,cartella clinica,numero cartella,codice paziente,id paziente,patientnummer,patientdossier,prontuario,numero do prontuario,processo clinico,numero do processo clinico,numer pacjenta,nr pacjenta,karta pacjenta,numer karty pacjenta,numer kartoteki,historia choroby,historii choroby,nr historii choroby,patientnr,potilasnumero,journalnummer',
)
/** Words for the files of offices and courts as well: of a patient only where something about medicine stands around. */
const FILE = phrases(
  'dossier n,numero de dossier,n de dossier,unit number,expediente,no de expediente,numero de expediente,processo,processo n,utente,dossiernummer,dossiernr,fallzahl,nr historii,numer historii,journalnr',
)
const MEDICAL =
  /pa[tcz]ien|pacjen|m[eé]dic|clini|h[oôö]?spita|[oô]pital|klini|arzt|ärzt|diagn|lekar|szpital|sygehus|sjukhus|sairaala|medicin|consulta|urgenc|krank|nurse|ward|symptom|therap|terapi|huisarts|utente/i
const AROUND = 240
const isMedical = (text: string, start: number): boolean =>
  MEDICAL.test(text.slice(Math.max(0, start - AROUND), start + AROUND))

const RECORDS = keysOf(RECORD, FILE)

/** Patient and record numbers. Every hospital has its own shape, so the label does all the work. */
export const medicalRecord: Detector = {
  id: 'medical-record',
  types: ['MEDICAL_RECORD'],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, RECORDS),
  detect: (text, segment) => {
    const found: Spotted[] = []
    for (const { token, start, says } of tokensIn(text, contextOf(text, segment))) {
      const bare = token.replace(/[-/.]/g, '').length
      if (bare < 4 || bare > 15) continue
      if (says(RECORD) !== 'label' && !(says(FILE) === 'label' && isMedical(text, start))) continue
      found.push(...spot('MEDICAL_RECORD', bare < 5 ? 0.5 : 0.85, start, start + token.length))
    }
    return found
  },
}

const isSaid = (says: Evidence): boolean => says === 'label' || says === 'near'

const PASSPORT = phrases(
  'passport,passports,passport no,passport id,travel document,passnummer,pass nr,reisepass,reisepassnummer,passeport,passaporte,pasaporte,passaporto,paspoort,paspoortnummer,paszport,paszportu,паспорт,паспорта,паспортные,pasul,pasaport,pasaport no,pasaportu,passinumero,pasnummer,여권,여권번호,旅券,旅券番号',
)
/** Shapes that tell the country, and words that have to be there for it. First match counts. */
const COUNTRIES: readonly (readonly [type: string, shape: RegExp, words: Phrases | null])[] = [
  ['UK_PASSPORT', /^(?:\d{9}|[A-Z]{2}\d{7})$/, phrases('uk,british,united kingdom,hmpo,uk passport,gb')],
  [
    'DE_PASSPORT',
    /^[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}\d?$/,
    phrases(
      'reisepass,reisepassnummer,german,germany,deutscher,deutsche,deutschland,passnummer,pass nr,pass,reisepass nr,reisepassnr,passnr,passdaten,ausgestellt',
    ),
  ],
  ['FR_PASSPORT', /^\d{2}[A-Z]{2}\d{5}$/, null],
  ['IT_PASSPORT', /^[A-Z]{2}\d{7}$/, phrases('passaporto,italian,italiano')],
  ['ES_PASSPORT', /^[A-Z]{3}\d{6}$/, phrases('pasaporte,spanish,espanol')],
  ['CA_PASSPORT', /^[A-Z]\d{6}[A-Z]{2}$/, null],
  ['CA_PASSPORT', /^[A-Z]{2}\d{6}$/, phrases('canadian,canada')],
  ['IE_PASSPORT', /^[A-Z]{2}\d{7}$/, phrases('irish,ireland,eire')],
  ['AT_PASSPORT', /^[A-Z]\d{7}$/, phrases('austrian,austria,osterreichischer,osterreich')],
  ['CH_PASSPORT', /^[A-Z]\d{7}$/, phrases('swiss,switzerland,schweizer,schweiz,suisse,svizzero')],
  ['PL_PASSPORT', /^[A-Z]{2}\d{7}$/, phrases('paszport,paszportu,polish,poland,polski')],
  ['IN_PASSPORT', /^[A-Z][1-9]\d{5}[1-9]$/, phrases('indian,india')],
  ['AU_PASSPORT', /^[A-Z]{1,2}\d{7}$/, phrases('australian,australia')],
  ['NZ_PASSPORT', /^[A-Z]{1,2}\d{6}$/, phrases('new zealand,nz')],
  ['KR_PASSPORT', /^[MSROD](?:\d{8}|\d{3}[A-Z]\d{4})$/, phrases('korean,korea,여권,여권번호')],
  ['JP_PASSPORT', /^[A-Z]{2}\d{7}$/, phrases('japanese,japan,旅券,旅券番号')],
  ['US_PASSPORT', /^(?:\d{9}|[A-Z]\d{8})$/, null],
  ['PASSPORT', /^(?=.*\d{4})[A-Z]{0,3}\d{4,9}[A-Z]?$/, null],
]
const PASSPORTS = keysOf(PASSPORT)

/** Passport numbers, by their label; the shape and the words around tell the country where they can. */
export const passport: Detector = {
  id: 'passport',
  types: [...new Set(COUNTRIES.map(([type]) => type))],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, PASSPORTS),
  detect: (text, segment) => {
    const found: Spotted[] = []
    for (const { token, start, says } of tokensIn(text, contextOf(text, segment), 1)) {
      const evidence = says(PASSPORT)
      if (evidence === 'none' || evidence === 'against') continue
      const number = token.toUpperCase()
      const type = COUNTRIES.find(
        ([, shape, words]) => shape.test(number) && (words === null || isSaid(says(words))),
      )?.[0]
      if (type === undefined || (evidence === 'near' && !isPlain(type, number))) continue
      const rest = /^\d{4}$/.test(token) ? (SERIES_APART.exec(text.slice(start + 4, start + 14))?.[0].length ?? 0) : 0
      found.push(...spot(type, evidence === 'label' ? 0.85 : 0.55, start, start + token.length + rest))
    }
    return found
  },
}

/** Whether a number looks like a passport's where the word only stands near. */
const isPlain = (type: string, number: string): boolean =>
  number.length >= 8 && (type !== 'PASSPORT' || /^[A-Z]{1,2}\d{7}$/.test(number))

/** The number behind the series of a Russian passport. */
const SERIES_APART = /^ (?:№ ?)?\d{6}(?!\d)/u

const OWNERS =
  'member,membership,policy,policyholder,insurance,employee,emp,staff,personnel,payroll,badge,pupil,candidate,enrollment,enrolment,admission,group,customer,client,claim,file,account,student,subscriber,loyalty,applicant,tenant'
/** Identity cards of Latin America, whose numbers are digits alone; those with a letter have a type of their own. */
const NATIONAL = phrases(
  'cedula,cedula de ciudadania,cedula de identidad,cedula no,rut,dni,documento de identidad,documento nacional de identidad,numero de documento,no de documento,cuil,cuit,cc,nuip,cedula profesional',
)
const OF_SOMEBODY = phrases(
  ...OWNERS.split(',').map((owner) => `${owner} id,${owner} no,${owner} number,${owner} nr,${owner} num`),
  'kundennummer,kunden nr,kundennr,kd nr,kdnr,pers nr,persnr,mitarbeiter nr,versicherungsnummer,versicherten nr,antragsnummer,vertragskonto,',
  'id nr,ausweis nr,schaden nr,schadennr,police nr,policen nr,versicherungs nr,mitglieds id,kunden id,sinistre n,sinistre,police n,contrat n,adherent n,numero d allocataire,numero allocataire,tessera sanitaria,tessera n,matricula,numero de matricula,inscricao,snils,снилс,инн,',
  'mitgliedsnummer,mitglieds nr,personalnummer,mitarbeiternummer,versicherungsscheinnummer,policennummer,schadennummer,matrikelnummer,vertragsnummer,',
  'numero client,numero de client,numero d adherent,matricule,numero de police,numero de sinistre,numero de contrat,numero de cliente,numero de socio,numero de empleado,numero de poliza,numero de siniestro,',
  'codice cliente,numero cliente,numero tessera,matricola,numero di polizza,numero polizza,numero de apolice,numero do cliente,numero de funcionario,',
  'klantnummer,lidnummer,personeelsnummer,polisnummer,schadenummer,studentnummer,numer klienta,numer polisy,numer pracownika,numer szkody,numer czlonkowski,nr klienta,nr polisy',
)
/** `Policy #: HO-77192`: the sign stands for the word `number`. */
const SIGN = new RegExp(`(?<!\\p{L})(?:${OWNERS.replaceAll(',', '|')}) ?#\\s?:?\\s?$`, 'iu')
const isBehindSign = (text: string, at: number): boolean =>
  /[#:\s]$/.test(text.charAt(at - 1)) && SIGN.test(text.slice(Math.max(0, at - 24), at))
const SOMEBODYS = keysOf(OF_SOMEBODY, NATIONAL, phrases(OWNERS))

const isNational = (token: string, says: (words: Phrases) => Evidence): boolean =>
  !/\p{L}/u.test(token) && says(NATIONAL) === 'label'

/** Numbers that a company, an insurer or an employer gives somebody. They are nobody's without a name. */
export const idNumber: Detector = {
  id: 'id-number',
  types: ['ID_NUMBER'],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, SOMEBODYS),
  detect: (text, segment) => {
    const found: Spotted[] = []
    for (const { token, start, says } of tokensIn(text, contextOf(text, segment)))
      if (token.length >= 5 && (isBehindSign(text, start) || says(OF_SOMEBODY) === 'label' || isNational(token, says)))
        found.push(...spot('ID_NUMBER', 0.6, start, start + token.length)) // a type that says more wins
    return found
  },
}
