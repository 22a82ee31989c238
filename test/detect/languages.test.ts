import { describe, expect, test } from '@jest/globals'
import { seen } from './look.ts'

/** Everything that is found of a type, in order. */
const foundOf = (type: string, text: string): readonly string[] =>
  seen(text).flatMap((one) => (one.startsWith(`${type} `) ? [one.slice(type.length + 1)] : []))

describe('telephone numbers in other languages', () => {
  test.each([
    ['mon num 0767123498', ['0767123498']],
    ['me chama no zap 11 98765 4321', ['11 98765 4321']],
    ['É (19) 98812-4477, diz ele.', ['(19) 98812-4477']],
    ['cep 0532 418 27 39', ['0532 418 27 39']],
    ['puh. 040 812 3347', ['040 812 3347']],
    ['手机号13812345678', ['13812345678']],
    ['携帯は09012345678です', ['09012345678']],
    ['κινητό 6944 118 227', ['6944 118 227']],
    ['Тел. 8 916 123 45 67', ['8 916 123 45 67']],
    ['Tochter Halina: 22 651 38 90', ['22 651 38 90']],
    ['Zebra: 22 651 38 90', []],
  ])('are found in %j', (text, numbers) => expect(foundOf('PHONE_NUMBER', text)).toEqual(numbers))
})

describe('numbers of patients and of persons', () => {
  test.each([
    ['MEDICAL_RECORD', 'Paciente ingresada, expediente 771204', ['771204']],
    ['MEDICAL_RECORD', 'Conforme al artículo 5, expediente 2023/000417', []],
    ['MEDICAL_RECORD', 'De wederpartij betaalt. Dossiernummer 23/1189', []],
    ['MEDICAL_RECORD', 'Nos termos da lei, processo n.º 1123/22.4T8PRT', []],
    ['MEDICAL_RECORD', 'pacjent, nr historii choroby 11872/25', ['11872/25']],
    ['ID_NUMBER', 'con cédula de ciudadanía No. 1.032.457.881', ['1.032.457.881']],
    ['ID_NUMBER', 'mi RUT es 12.345.678-5', ['12.345.678-5']],
    ['ID_NUMBER', 'der Kunde (Kd.-Nr. 887214)', ['887214']],
    ['PASSPORT', 'паспорт 4510 123456', ['4510 123456']],
    ['PASSPORT', 'паспорт 4510, 123456', ['4510']],
  ])('%s in %j', (type, text, numbers) => expect(foundOf(type, text)).toEqual(numbers))
})
