import { describe, expect, test } from '@jest/globals'
import { look, score, seen } from './look.ts'

describe('names', () => {
  test.each([
    ['My name is Jane Example.', ['Jane Example']],
    ['Dear Mr. Smith, please call Dr. Anna-Lena Weber.', ['Smith', 'Anna-Lena Weber']],
    ['Best regards,\nPriya Zorblax', ['Priya Zorblax']],
    ['Herr Müller und Frau Schmidt kommen.', ['Müller', 'Schmidt']],
    ["Je m'appelle François Dupont.", ['François Dupont']],
    ['Me llamo José García López.', ['José García López']],
    ['Mi chiamo Giulia Bianchi.', ['Giulia Bianchi']],
    ['Ludwig van Beethoven met Angela Merkel.', ['Ludwig van Beethoven', 'Angela Merkel']],
    ['{"name": "Jane Doe"}', ['Jane Doe']],
    ['Patient: Olumide Bankole', ['Olumide Bankole']],
    ['my name is john smith', ['john smith']],
    ['JOHN SMITH signed it.', ['JOHN SMITH']],
    ['Smith, John; Müller, Anna', ['Smith, John', 'Müller, Anna']],
    ["I met Maria Schneider's brother.", ['Maria Schneider']],
    ['Xylo Brandtner lives in the valley.', ['Xylo Brandtner']],
    // By their shape, in any case.
    ['Wczoraj rozmawiałem z Piotrem Zielińskim i Agnieszką Wójcik.', ['Piotrem Zielińskim', 'Agnieszką Wójcik']],
    ['Laut Zorvan Quellmeier ist es fertig.', ['Zorvan Quellmeier']],
    ['The report of K. Osei-Tutu and of J. R. Zorblax.', ['K. Osei-Tutu', 'J. R. Zorblax']],
    [
      "We asked Tom O'Leary, Sanne van der Heijden and Yannick Le Bihan.",
      ["Tom O'Leary", 'Sanne van der Heijden', 'Yannick Le Bihan'],
    ],
    // By what somebody is to somebody, or says.
    ['My colleague Qendrim Xhaka is ill.', ['Qendrim Xhaka']],
    ['Mein Kollege Qendrim Xhaka ist krank.', ['Qendrim Xhaka']],
    ['Ma collègue Qendrima Xhaka est malade.', ['Qendrima Xhaka']],
    ['Mi hermana Rocío llama.', ['Rocío']],
    ['O meu vizinho Qendrim Xhaka ligou.', ['Qendrim Xhaka']],
    ['De heer Zorblax wil opzeggen.', ['Zorblax']],
    ['Moja koleżanka Qendrima Xhaka jest chora.', ['Qendrima Xhaka']],
    ['Il signor Zorblax ha chiamato.', ['Zorblax']],
    ['According to Qendrim Xhaka, it is done.', ['Qendrim Xhaka']],
    ['my boss anna fischer says no', ['anna fischer']],
    ['ik heet sanne', ['sanne']],
    // As people write who are in a hurry.
    ['hey its mike from accounting', ['mike']],
    ['hi this is jenny, my brother is josh', ['jenny', 'josh']],
    ['My mum is Becky and dad is Tom.', ['Becky', 'Tom']],
    ['Callum from the front desk will confirm.', ['Callum']],
    ['The child, Tyler, born in 2019, fell.', ['Tyler']],
    ['check if jessica from payroll got it, or dr patel', ['jessica', 'patel']],
    ['I came with my wife Zorblaxa.', ['Zorblaxa']],
    ['First Name: Zelda Last Name: Zorblax DOB: none', ['Zelda', 'Zorblax']],
    ['{"name":[{"family":"Zorblax","given":["Quella"]}]}', ['Zorblax', 'Quella']],
    ['Passenger: ZORBLAX/QUELLA MRS', ['ZORBLAX/QUELLA']],
    ['Anna Weber and Qendrim Xhaka won. Xhaka cried.', ['Anna Weber', 'Qendrim Xhaka', 'Xhaka']],
    // By the order of their parts, with initials, suffixes, and surnames that are places as well.
    ['Tan Wei Ling and Park Ji-hoon came.', ['Tan Wei Ling', 'Park Ji-hoon']],
    ['Landlord: Mr A. J. Zorblax', ['A. J. Zorblax']],
    ['It was Robert Zorblax III, and Robert Quellby Jr.', ['Robert Zorblax III', 'Robert Quellby Jr.']],
    ['To: Ethan Park\nRe: trees', ['Ethan Park']],
    // Beside another name, or an address.
    ['Anna Weber and Qendrim Xhaka signed.', ['Anna Weber', 'Qendrim Xhaka']],
    ['Qendrim Xhaka (47) was there.', ['Qendrim Xhaka']],
    // By where it stands.
    ['Koen: wie belt er?\nThijs: ik niet.', ['Koen', 'Thijs']],
    ['Catarina,\n\nos recursos humanos pedem isto.', ['Catarina']],
    ['Olá Catarina, tudo bem?', ['Catarina']],
    ['Isto é tudo.\n\nCom os melhores cumprimentos,\nLarissa', ['Larissa']],
    ['Proszę o odpowiedź.\n\nZ poważaniem\nQendrim Xhaka', ['Qendrim Xhaka']],
    ['Thanks for the update, Marcus.', ['Marcus']],
    ['Patient: Zorblax, Priya\nDOB: none', ['Zorblax, Priya']],
    ['Imię i nazwisko: Qendrim Xhaka', ['Qendrim Xhaka']],
    ['Ad soyad: Qendrim Xhaka', ['Qendrim Xhaka']],
    ['  name      Qendrim Xhaka\n  mobile    none', ['Qendrim Xhaka']],
    ['id;nombre;ciudad\n1;Qendrim Xhaka;Lugo\n2;Zorblax Quell;Vigo', ['Qendrim Xhaka', 'Zorblax Quell']],
  ])('are found in %j', (text, names) => expect(seen(text)).toEqual(names.map((name) => `PERSON ${name}`)))

  test.each([
    'Hewlett Packard, Philip Morris and Eli Lilly.',
    'this is fine, its late and im here with it, i am in',
    'Agent: Can I help? Plan A Team and Vitamin C Drops.',
    "Pascal's triangle, the Lena flows north, - name: Deploy",
    'GET/POST MR/DR, and AND/OR MRS: my client Zorblaxa, our doctor Monday',
    'Brent Crude traded at 83.',
    'Hyde Park and Victoria Park. Long Term Plan. Park Ranger. Kung Fu Panda.',
  ])('are not seen in %j', (text) => expect(seen(text)).toEqual([]))

  test('are found again in part, once they were given in full', () => {
    expect(seen('Jane Example called. We think that Example is right, and Jane too.')).toEqual([
      'PERSON Jane Example',
      'PERSON Example',
      'PERSON Jane',
    ])
    expect(seen('We think that Example is right.')).toEqual([])
    // as one name where its parts stand side by side, though no list has them
    expect(seen('Ms Jorunia Welkzar called. Written by Jorunia Welkzar.')).toEqual([
      'PERSON Jorunia Welkzar',
      'PERSON Jorunia Welkzar',
    ])
  })

  test('are not looked for in code, but in its strings and comments', () => {
    const fenced = (line: string) => `Look:\n\`\`\`ts\n${line}\n\`\`\`\n`
    expect(seen(fenced('new Maria Schneider (x)'))).toEqual([])
    expect(seen(fenced('const author = "Maria Schneider"'))).toEqual(['PERSON Maria Schneider'])
    expect(seen(fenced('// by Maria Schneider'))).toEqual(['PERSON Maria Schneider'])
  })
})

describe('addresses', () => {
  test.each([
    '123 Main Street, Apt 4B, Springfield, IL 62704',
    '1600 Pennsylvania Avenue NW, Washington, DC 20500',
    '221B Baker Street, London NW1 6XE',
    'Hauptstraße 12, 10115 Berlin',
    'Am Kupfergraben 6a, 10117 Berlin',
    '12 rue de la Paix, 75002 Paris',
    'Calle de Alcalá 42, 28014 Madrid',
    'Via Roma 10, 00184 Roma',
    'Keizersgracht 123, 1015 CJ Amsterdam',
    'Storgatan 5, 111 23 Stockholm',
    'ul. Marszałkowska 10, 00-590 Warszawa',
    'P.O. Box 1234, Denver, CO 80014',
    'Postfach 12 34, 80331 München',
    'Berliner Allee 16, 1010 Wien',
    'Karl-Marx-Str. 112, 12043 Berlin',
    'Neuer Wall 23, 20354 Hamburg',
    "Flat 3, 27 Queen's Road, London SE15 2PT",
    '123 MAIN STREET, AUSTIN, TX 78701',
    'C/ Serrano 34, 48001 Bilbao',
    'V.le Trastevere 80, 00153 Roma',
    'Avenida da Liberdade, 110, 3.º Esq., 1269-046 Lisboa',
    'Laan van Meerdervoort 200, 2517 BH Den Haag',
    'Aleje Jerozolimskie 26, 61-701 Poznań',
    'al. Niepodległości 10 m. 4, 02-653 Warszawa',
    // Without a word for street, by the postcode that they end with.
    '0487 Zorblax Village Suite 759, Quellmouth, OH 45011',
    '351 Quell Corners Apt. 074\nWestville, VT 12345-6789',
    '45 Oak Lane Springfield IL 62704',
    '3 Zorblax, Leeds LS1 4AB',
    'Flat 07, Dean Ford, East Lee, N9 8RT',
    'Suite 400, 1201 Third Avenue, Seattle, WA 98101',
    'Unit 5/12 Smith St, Fitzroy VIC 3065, Australia',
    'Blk 123 Ang Mo Kio Ave 6 #08-1234 Singapore 560123',
    '1250 René-Lévesque Blvd W, Montréal, QC H3B 4W8',
    '23 Harbour Mews, Cobh, P24 X2C3',
    '12345 Highway 61 N, Duluth, MN 55804',
    'RR 2 Box 118, Elkins WV 26241',
    'B-204, Sunrise Apartments, Andheri West, Mumbai 400058',
    'Flat No 302, Lake View Towers, Sector 21, Noida, Uttar Pradesh-201301',
    '12/4, 2nd Cross, JP Nagar, Bengaluru - 560078',
    'Unit 9 Wharfside, 22 Quay Parade, Bristol BS1 6TE',
    'Flat 9, Kestrel House, 210 Mare Street, London E8 3RE',
    'PSC 1234, Box 5678, APO AE 09012',
    'USS Franklin\nFPO AP 96691',
    '18 Jan Smuts Avenue, Rosebank, Johannesburg, 2196',
    // In small letters, as people type.
    '482 maple ave apt 3, columbus oh 43215',
    '9 zorblax lane, leeds ls1 4ab',
  ])('%s is found whole', (address) => expect(seen(`It stands at ${address}.`)).toContain(`STREET_ADDRESS ${address}`))

  test.each([
    [
      "Address: Apt 12, The Old Mill, Merchant's Quay, Limerick. Call before 5.",
      "Apt 12, The Old Mill, Merchant's Quay, Limerick",
    ],
    [
      'Address: H.No. 12-3-456/A, Street 5, Tarnaka, Hyderabad 500017, Mobile: none',
      'H.No. 12-3-456/A, Street 5, Tarnaka, Hyderabad 500017',
    ],
    ['{"street": "55 Kestrel", "city": "Reading"}', '55 Kestrel'],
    ["{'addressLine1': '4 Merchants Quell', 'city': 'Reading'}", '4 Merchants Quell'],
    ['<Street>55 Kestrel</Street>', '55 Kestrel'],
    ['who,street,city\nA,12 Zorblax,Salem\nB,77 Quell Fern,Eugene', '12 Zorblax'],
    ['home_address: 55 Kestrel Quell\nroom: 3', '55 Kestrel Quell'],
    ['I live at 3 Church View.', '3 Church View'],
    ['Ship to 12 Elm Point, please.', '12 Elm Point'],
  ])('are found after a label: %j', (text, address) => expect(seen(text)).toContain(`STREET_ADDRESS ${address}`))

  test.each([
    'It took 3 Business Days to reach 10 Data Points at 2 Test Sites, and 5 Star Springs.',
    'IP address: 10 Main\nE-mail address: 12 Ames\nMAC address: 3 Intel Corporate',
    'address: 0x7FFE 12\naddress: 12\nstreet: unknown 4\naddress = f(12 Points)',
    'Part AB1 2CD of 5 Things to Do. In 2020 Sales In Austin, TX 78701 rose.',
    '20 Years Way of Working; the 100 Day Drive challenge; ran 5 miles close to home',
  ])('are not seen in %j', (text) => expect(seen(text).filter((one) => one.startsWith('STREET'))).toEqual([]))

  test('goes on over lines, and ends with the address', () => {
    const address = '45 Oak Lane\nSpringfield, IL 62704'
    expect(seen(`Ship to:\n${address}\nPhone: none`)).toContain(`STREET_ADDRESS ${address}`)
    expect(seen('I live at 45 Oak Lane. The house is red.')).toContain('STREET_ADDRESS 45 Oak Lane')
  })

  test('a postcode and a telling word make it surer', () => {
    const plain = score('STREET_ADDRESS', 'It was 45 Oak Lane then')
    expect(score('STREET_ADDRESS', 'It was 45 Oak Lane, Springfield, IL 62704')).toBeGreaterThan(plain)
    expect(score('STREET_ADDRESS', 'She lives at 45 Oak Lane')).toBeGreaterThan(plain)
  })
})

describe('e-mail, network and web', () => {
  test.each([
    ['write to jane.doe+x@mail.acme.internal, please', 'EMAIL_ADDRESS jane.doe+x@mail.acme.internal'],
    ['jürgen@müller.de', 'EMAIL_ADDRESS jürgen@müller.de'],
    ['<a@b.co>', 'EMAIL_ADDRESS a@b.co'],
    ['jane [at] acme [dot] com', 'EMAIL_ADDRESS jane [at] acme [dot] com'],
    ['jane at acme dot com', 'EMAIL_ADDRESS jane at acme dot com'],
    ['ping 8.8.4.4', 'IP_ADDRESS 8.8.4.4'],
    ['host 192.168.178.20/24', 'IP_ADDRESS 192.168.178.20'],
    ['from 2001:db8::ff00:42:8329 port 22', 'IP_ADDRESS 2001:db8::ff00:42:8329'],
    ['fe80::1ff:fe23:4567:890a%eth0', 'IP_ADDRESS fe80::1ff:fe23:4567:890a%eth0'],
    ['ether 5a:11:22:33:44:55', 'MAC_ADDRESS 5a:11:22:33:44:55'],
    ['mac 5A11.2233.4455', 'MAC_ADDRESS 5A11.2233.4455'],
    ['see https://example.org/a?b=c#d.', 'URL https://example.org/a?b=c#d'],
    ['see www.example.org', 'URL www.example.org'],
  ])('%j holds %j', (text, want) => expect(seen(text)).toEqual([want]))

  test.each(['user@localhost', 'a..b@c.de', 'logo@2x.png', 'std::a', '999.1.1.1', '1.2.3', '12:30:45', 'self.se'])(
    '%j holds nothing',
    (text) => expect(seen(text)).toEqual([]),
  )

  test('specimen domains weigh less, and count', () => {
    const specimen = score('EMAIL_ADDRESS', 'a.person@example.com')
    expect(specimen).toBeGreaterThanOrEqual(0.5)
    expect(specimen).toBeLessThan(score('EMAIL_ADDRESS', 'a.person@acme.com'))
  })
})

describe('dates of birth', () => {
  test.each([
    ['he, DOB 06/17/1995, came', '06/17/1995'],
    ['BIRTHDATE 1995-06-17', '1995-06-17'],
    ['Born 12 Aug 1990.', '12 Aug 1990'],
    ['Born August 12, 1990.', 'August 12, 1990'],
  ])('%j holds %j', (text, date) => expect(seen(text)).toContain(`DATE_OF_BIRTH ${date}`))
})

describe('logins', () => {
  test.each([
    ['login ok user=qzorblax ip=10.1.2.3', 'USERNAME qzorblax'],
    ['Please log in as qzorblax.', 'USERNAME qzorblax'],
    ['File "/home/qzorblax/app/billing.py", line 3', 'USERNAME qzorblax'],
    ['cd C:\\Users\\q.zorblax\\Desktop', 'USERNAME q.zorblax'],
    ['my pw is gr33nZorblax99', 'SECRET gr33nZorblax99'],
    ['use qzorblax with password zorblax88!', 'SECRET zorblax88!'],
    ['PW=${PASSWORD:-Zx9!mmQ2lp}', 'SECRET Zx9!mmQ2lp'],
    [`the token ${'254e454e'.repeat(4)} leaked`, `SECRET ${'254e454e'.repeat(4)}`],
    ['My PIN is 4826. It is old.', 'SECRET 4826'],
    ['Your one-time code is 482913.', 'SECRET 482913'],
    ['creds: qzorblax / P@ssw0rd!', 'SECRET P@ssw0rd!'],
    ['get(url, auth=("qzorblax", "P@ssw0rd!"))', 'SECRET P@ssw0rd!'],
    ['Accepted publickey for qzorblax from 192.0.2.44 port 5', 'USERNAME qzorblax'],
    ['sudo: qzorblax : TTY=pts/0 ; PWD=/home/qzorblax ; USER=root', 'USERNAME qzorblax'],
    ['machine git.internal login qzorblax password x', 'USERNAME qzorblax'],
    ['Policy #: HO-7719203-01', 'ID_NUMBER HO-7719203-01'],
    ['visa 4012-8888-8888-1881 ccv 123 exp 0827', 'CARD_CVV 123'],
    ['visa 4012-8888-8888-1881 ccv 123 exp 0827', 'CARD_EXPIRY 0827'],
    ['She left a callback: 555-0143', 'PHONE_NUMBER 555-0143'],
    ['SIN: 046 454 286', 'CA_SIN 046 454 286'],
    ['my emp id is E-44821', 'ID_NUMBER E-44821'],
    ['Login with username qzorblax, please', 'USERNAME qzorblax'],
    ['his user is qzorblax', 'USERNAME qzorblax'],
    ["CREATE USER 'a'@'%' IDENTIFIED BY 'R3p0rt!ng22';", 'SECRET R3p0rt!ng22'],
    ['getConnection("jdbc:mysql://db/app", "app", "Gz7$kQ2v!m")', 'SECRET Gz7$kQ2v!m'],
    ['smtp.login("a", "vbnq pqrs tuvw xyza")', 'SECRET vbnq pqrs tuvw xyza'],
    ['Passport numbers N7712034 and N7712035.', 'PASSPORT N7712035'],
    ['Illinois plate CB 44190', 'LICENSE_PLATE CB 44190'],
    ['student_id,guardian_phone\n20231187,(646) 555-0119,2011-08-14', 'PHONE_NUMBER (646) 555-0119'],
    ['Mum (07700 900461) called.', 'PHONE_NUMBER 07700 900461'],
  ])('%j holds %j', (text, want) => expect(seen(text)).toContain(want))

  test.each([
    'user=null user=admin, /home/ubuntu/x, /Users/runner/y, log in as soon as you can',
    'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-postgres}',
    'with password sha256, using password v2x1, and password oauth2x; commit token a1b2c3',
    'status code: 404, error code is 5001, set pin to 13, PIN: 1234, login: 10:15:30 / see Page2',
    '$password = ConvertTo-SecureString $env:PW',
    'login - see /docs/login2, credentials: user / <password>',
  ])('are not seen in %j', (text) => expect(seen(text)).toEqual([]))
})

describe('values of SQL', () => {
  test.each([
    ['INSERT INTO `t` (`id`, `ssn`) VALUES (1, 536228726)', 'US_SSN 536228726'],
    ["insert into t (who, dob) values ('O''Neil, A (b)', '1990-02-17')", 'DATE_OF_BIRTH 1990-02-17'],
    ["INSERT INTO a.t (x, mrn)\nVALUES ('a', '88-31'),\n  (NULL, '883913');", 'MEDICAL_RECORD 883913'],
  ])('know their column: %j holds %j', (text, want) => expect(seen(text)).toContain(want))

  test('and no other', () => {
    expect(score('US_SSN', 'insert into t (ssn, total) values (536228726, 1)')).toBeGreaterThan(0.7)
    expect(score('US_SSN', 'insert into t (ssn, total) values (1, 536228726)')).toBeLessThan(0.7)
  })
})

describe('what looks like it and is not', () => {
  test.each([
    ['EMAIL_ADDRESS', 'the user of a URL', 'git clone https://bob:aB3dE5gH7@acme.com/x.git'],
    ['SECRET', 'a placeholder in a URL', 'postgres://app:changeme@db.internal/main or redis://x:${PW}@cache'],
    ['IP_ADDRESS', 'a version', 'the firmware version 110.42.33.44 is out'],
    [
      'DATE_OF_BIRTH',
      'a date far from any birth',
      `Born to run. ${'The weather is fine. '.repeat(8)}Dated 12/03/2003.`,
    ],
    ['DATE_OF_BIRTH', 'a date that does not exist', 'born 31.02.1980'],
    ['PHONE_NUMBER', 'an account', 'phone: none, account 2127365000'],
  ])('%s: %s', (type, _, text) => expect(score(type, text)).toBeLessThan(0.5))
})

describe('telephone numbers', () => {
  test.each([
    '+49 30 901820',
    '+1-202-555-0143',
    '(212) 736-5000 x12',
    '212-736-5000',
    '212.736.5000',
    '06 12 34 56 78',
    '020 7946 0958',
    '+44 20 7946 0958',
    '001-212-736-5000',
  ])('%s is found by its print', (number) =>
    expect(seen(`It is ${number}, he says.`)).toContain(`PHONE_NUMBER ${number}`),
  )

  test('bare digits need a word', () => {
    expect(score('PHONE_NUMBER', 'It is 2127365000, he says.')).toBe(0)
    expect(score('PHONE_NUMBER', 'Call 2127365000')).toBeGreaterThanOrEqual(0.7)
  })

  test.each([
    'phone',
    'Handynummer',
    'numéro de téléphone',
    'móvil',
    'recapito',
    'telefoonnummer',
    'landline',
    'home phone',
    'Rufnummer',
    'pod numerem',
    'numer kontaktowy telefonu',
    'liga-me ao número',
    'chiamata',
    'llámame al',
    'joignable au numéro',
  ])('the word %s is enough for bare digits', (word) =>
    expect(score('PHONE_NUMBER', `${word}: 2127365000`)).toBeGreaterThanOrEqual(0.5),
  )

  test.each([
    ['after a first name and a surname', 'Jan Nowak, 601 234 567', 0.7],
    ['before an e-mail address', '601 234 567 | jan@example.com', 0.7],
    ['after two other words', 'Batch Zebra, 601 234 567', 0],
    ['after a first name alone', 'For Jan 601 234 567', 0],
    ['without anybody', 'It says 601 234 567 | there', 0],
  ])('in groups, %s', (_, text, expected) => expect(score('PHONE_NUMBER', text)).toBe(expected))

  test('two numbers in a row are two', () =>
    expect(look('Tel 212-736-5000 212-736-5001').map(({ type }) => type)).toEqual(['PHONE_NUMBER', 'PHONE_NUMBER']))
})
