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
    ['cep telefonu 0532 418 27 39', ['0532 418 27 39']],
    ['puh. 040 812 3347', ['040 812 3347']],
    ['手机号13812345678', ['13812345678']],
    ['携帯は09012345678です', ['09012345678']],
    ['κινητό 6944 118 227', ['6944 118 227']],
    ['Тел. 8 916 123 45 67', ['8 916 123 45 67']],
    ['Tochter Halina: 22 651 38 90', ['22 651 38 90']],
    ['Zebra: 22 651 38 90', []],
    ['Märta Silfverstolpe, 830516-7374, Stockholm', []],
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

describe('addresses in other languages', () => {
  test.each([
    ['Carrera 7 # 45-21, Bogotá'],
    ['Calle 100 No. 19A-33, Bogotá'],
    ['Pasaje Los Copihues 0342, Maipú'],
    ['Av. Insurgentes Sur 1602, Col. Crédito Constructor, 03940 CDMX'],
    ['Av. Paulista, 1578, conj. 42, Bela Vista, São Paulo'],
    ['1450, rue Saint-Denis, app. 4, Montréal (Québec) H2X 3J8'],
    ['1090 Wien, Alser Straße 47/2/11'],
    ['Nørrebrogade 88, 3. tv., 2200 København N'],
    ['Mannerheimintie 42 A 7, 00260 Helsinki'],
    ['1062 Budapest, Andrássy út 61. II/3'],
    ['Str. Mihai Eminescu nr. 14, bl. C2, ap. 8, Cluj-Napoca'],
    ['Atatürk Mah. Lale Sok. No:12 D:5 Ataşehir/İstanbul'],
    ['г. Москва, ул. Ленина, д. 15, кв. 7'],
    ['東京都新宿区西新宿2-8-1'],
    ['北京市朝阳区建国路88号'],
    ['서울특별시 강남구 테헤란로 152'],
    ['12 av de la republique 93100 montreuil'],
    ['rua das acácias, 180, apto 52'],
    ['bahnhofstr. 22'],
    ['prinsengracht 263'],
  ])('%s is found', (address) => expect(foundOf('STREET_ADDRESS', `x: ${address}.`)).toEqual([address]))

  test.each([
    ['bytem Husova 215/12, 301 00 Plzeň.', 'Husova 215/12, 301 00 Plzeň'],
    ['Bosatt Stortorget 17, 0184 Oslo.', 'Stortorget 17, 0184 Oslo'],
    ["J'habite Chaussée de Wavre 1021, 1160 Auderghem.", 'Chaussée de Wavre 1021, 1160 Auderghem'],
    ['wohnhaft im Sonnenblick 4.', 'Sonnenblick 4'],
    ['abito in via roma 12, chiamami', 'via roma 12'],
  ])('%j has one by what is said', (text, address) => expect(foundOf('STREET_ADDRESS', text)).toEqual([address]))

  test.each([
    'Sie wohnt in Berlin 3 Jahre.',
    'Bosatt i Oslo 2019.',
    'Die Adresse IP 10 ist frei.',
    'Adresse Zeile 1, Zeile 2',
    'via internet 24 ore su 24',
    'am arbeitsplatz 3 stunden',
    'TV 4 - 12',
    '全国人民代表大会于2024年通过',
  ])('%j has none', (text) => expect(foundOf('STREET_ADDRESS', text)).toEqual([]))
})

describe('names in other scripts', () => {
  test.each([
    ['Меня зовут Иванова Светлана Петровна, пишу вам.', ['Иванова Светлана Петровна']],
    ['Врач Кузнецов А. В. принимает.', ['Кузнецов А. В.']],
    ['Пишет Ольга Коваленко.', ['Ольга Коваленко']],
    ['Ονομάζομαι Γιώργος Παπαδόπουλος.', ['Γιώργος Παπαδόπουλος']],
    ['Η Ελένη Μακρίδου τηλεφώνησε.', ['Ελένη Μακρίδου']],
    ['你好,我叫王小明,很高兴。', ['王小明']],
    ['请联系李女士。', ['李']],
    ['山田花子と申します。', ['山田花子']],
    ['佐藤様より連絡。', ['佐藤']],
    ['제 이름은 김민수이고 서울에 삽니다.', ['김민수']],
    ['박지훈 과장에게 보내세요.', ['박지훈']],
    ['मेरा नाम राजेश कुमार है।', ['राजेश कुमार']],
    ['اسمي محمد عبد الله ورقم هاتفي', ['محمد عبد الله']],
    ['שמי דוד כהן ואני', ['דוד כהן']],
    ['В Российской Федерации действует закон.', []],
    ['Η Ελληνική Δημοκρατία', []],
    ['客户方案：已确认', []],
    ['고객님, 이사장님께', []],
    ['東京都の林業', []],
  ])('%j', (text, names) => expect(foundOf('PERSON', text)).toEqual(names))
})

describe('names by what other languages say', () => {
  test.each([
    ['Mă numesc Ștefania Xorbulescu.', ['Ștefania Xorbulescu']],
    ['Jmenuji se Qendrim Xhaka.', ['Qendrim Xhaka']],
    ['Skierowany przez lek. Zorblaxa na oddział', ['Zorblaxa']],
    ['Buenas tardes, Lic. Xotlan Ramirex.', ['Xotlan Ramirex']],
    ['Tisztelt Cím! Szabó Eszter vagyok.', ['Szabó Eszter']],
    ['Meine Oma Qendrima Xhaka ist krank.', ['Qendrima Xhaka']],
    ['Ca marche.\n\nBisous\nQendrima Xhaka', ['Qendrima Xhaka']],
    ['lieber herr schlüter, danke', ['schlüter']],
    ['frau meier hat angerufen', ['meier']],
    ['soy yamila ferreyra, quiero', ['yamila ferreyra']],
    ['danke im voraus. lg tanja brömmel', ['tanja brömmel']],
    ['hallo bernd, kommst du?', ['bernd']],
    ['Patiënt: dhr. W.J. Terpstra, 88 jaar', ['W.J. Terpstra']],
    ['Überweisung an Dr. med. dent. Xorbmeier', ['Xorbmeier']],
    ['Für die Ehegatten Norbert und Gisela Frerichs', ['Norbert', 'Gisela Frerichs']],
    ['Kære Pernille, tak for sidst.', ['Pernille']],
    ['hier ist merle hinrichs aus dem einkauf', ['merle hinrichs']],
    ['Der Antrag von Xorbland ist da.', []],
    ['{"nomUsage": "Xorbec", "prenoms": "Qendrima Maria"}', ['Xorbec', 'Qendrima Maria']],
    ['buonasera dottoressa rinaldi, come va', ['rinaldi']],
    ['frau sein ist schwer', []],
    ['je suis content, merci', []],
    ['lg und bis bald', []],
    ['Freundliche Grüsse, Urs Aeschbacher', ['Urs Aeschbacher']],
    ['Unsere Öffnungszeiten Mo–Fr 08:00', []],
    ['Le magasin Leroy Merlin est ouvert.', []],
    ['Ich mag Star Wars und nicht Star Trek.', []],
  ])('%j', (text, names) => expect(foundOf('PERSON', text)).toEqual(names))
})

describe('birthdays in other languages', () => {
  test.each([
    ['født 9. juni 1985', '9. juni 1985'],
    ['hetu puuttuu, synt. 4.7.1952', '4.7.1952'],
    ['narozen 4. 3. 1988 v Brně', '4. 3. 1988'],
    ['születtem 1988. március 4. napján', '1988. március 4.'],
    ['născută la 12 februarie 1990', '12 februarie 1990'],
    ['doğum tarihi 15.08.1960', '15.08.1960'],
    ['ημ. γέννησης 12/03/1955', '12/03/1955'],
    ['дата рождения 12 апреля 1978', '12 апреля 1978'],
    ['生年月日：1985年4月12日', '1985年4月12日'],
    ['1989年6月3日出生', '1989年6月3日'],
    ['생년월일 1992년 3월 14일', '1992년 3월 14일'],
    ['जन्म तिथि: 12/08/1990', '12/08/1990'],
    ['Heinz Wuttke, *09.09.1939, ledig', '09.09.1939'],
  ])('%j', (text, date) => expect(foundOf('DATE_OF_BIRTH', text)).toEqual([date]))

  test.each(['* 09.09.2024 Release', 'Rechnung vom 9. juni 1985', '2024年4月1日に発表', 'född, ID 19840816-7685'])(
    '%j has none',
    (text) => expect(foundOf('DATE_OF_BIRTH', text)).toEqual([]),
  )
})
