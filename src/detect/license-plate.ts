import { INDIAN_STATES } from './code-rows-world.ts'
import { phrases } from './fold.ts'
import { byLabel } from './label-shapes.ts'

const ANY =
  'plate,license plate,licence plate,number plate,plate number,plate no,registration plate,license plate number,tag number,vehicle plate,car plate,vehicle registration,'

/** Plates of vehicles, by their label: part numbers and seats look alike. */
export const licensePlate = byLabel({
  id: 'license-plate',
  rows: [
    {
      type: 'UK_VEHICLE_REGISTRATION',
      shape:
        '[A-HJ-PR-Y]{2}\\d{2} ?[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y]\\d{1,3} ?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3} ?\\d{1,3}[A-HJ-NPR-TV-Y]',
      passes: (code) => !/^[A-Z]{2}\d/.test(code) || /^..(?:0[2-9]|[12]\d|5[1-9]|[67]\d)/.test(code),
      words: phrases(ANY, 'reg,reg no,registration,registration number,vrn,vrm,dvla,mot,car reg,car registration'),
      score: 0.7,
    },
    {
      type: 'DE_KFZ',
      shape: '[A-Z]{1,3}[- :][A-Z]{1,2}[- ]?\\d{1,4}[EH]?',
      words: phrases('kennzeichen,kfz,kfz kennzeichen,autokennzeichen,amtliches kennzeichen,nummernschild,kennz'),
      score: 0.7,
    },
    {
      type: 'IN_VEHICLE_REGISTRATION',
      shape: '[A-Z]{2}[- ]?\\d{1,2}[- ]?[A-Z]{1,3}[- ]?\\d{4}|\\d{2}[- ]?BH[- ]?\\d{4}[- ]?[A-Z]{1,2}',
      passes: (code) => /^\d/.test(code) || INDIAN_STATES.has(code.slice(0, 2)),
      words: phrases(
        ANY,
        'rto,vehicle,vehicle no,vehicle number,registration,registration number,registration no,rc number',
      ),
      score: 0.7,
    },
    {
      type: 'TR_LICENSE_PLATE',
      shape: '(?:0[1-9]|[1-7]\\d|8[01]) ?[A-Z]{1,3} ?\\d{2,5}',
      words: phrases('plaka,plaka no,plaka numarasi,arac plakasi,plakasi'),
      score: 0.7,
    },
    {
      type: 'NG_VEHICLE_REGISTRATION',
      shape: '[A-Z]{3}[- ]?\\d{3}[- ]?[A-Z]{2}',
      words: phrases(ANY, 'registration,registration number,vehicle registration number,reg number'),
      score: 0.65,
    },
    {
      type: 'LICENSE_PLATE',
      shape: '[A-Z0-9]{1,4}[- ]?[A-Z0-9]{1,5}(?:[- ][A-Z0-9]{1,3})?',
      passes: (code) => code.length >= 4 && code.length <= 8 && /\d/.test(code) && /[A-Z]/.test(code),
      words: phrases(
        ANY,
        'kennzeichen,nummernschild,plaque,plaque d immatriculation,immatriculation,immatricule,matricula,placa,placas,targa,kenteken,kentekenplaat,nummerplaat,',
        'tablica rejestracyjna,tablica,numer rejestracyjny,rejestracja,registreringsnummer,registreringsskylt,rekisterinumero,nummerplade,plaka',
      ),
      score: 0.65,
    },
  ],
})
