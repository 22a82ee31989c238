import { describe, expect, test } from '@jest/globals'
import { look, seen } from './look.ts'

/** Texts with numbers, names of things and code in them, and nothing of anybody. */
const HARMLESS: readonly (readonly [string, string])[] = [
  ['an order number', 'Your order number 4532015112 has shipped, tracking 1Z999AA10123456784.'],
  ['an order of sixteen digits', 'Order no. 4111111111111112 was cancelled.'],
  ['an invoice', 'Invoice #20231104-0042, total $1,234,567.89, due in 30 days.'],
  ['versions', 'Upgrade from 1.2.3.4 to v10.15.7, then Chrome/120.0.6099.109 and section 4.1.2.3.'],
  ['a UUID', 'request 550e8400-e29b-41d4-a716-446655440000 failed'],
  ['UUIDs of digits', '12345678-1234-1234-1234-123456789012'],
  ['commit hashes', 'commit 9fceb02d0ae598e95dc970b74767f19372d61af8 and 1234567890123456789012345678901234567890'],
  ['an integrity attribute', 'integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"'],
  ['timestamps', '2024-03-15T10:30:45.123Z, 1700000000, 1700000000000, 1700000000000000, 10:15:30'],
  ['an ISBN', 'ISBN 978-3-16-148410-0, ISSN 2049-3630, DOI 10.1000/182'],
  ['prices', 'It costs $1,299.99 or 1.299,99 EUR, 4 500 000 SEK, 1 000 000 000 people.'],
  ['dates', 'From 2024-01-05 to 12/31/2024, on 5 May 2023 and March 3, 2020.'],
  ['a range of years', 'The war of 1914-1918 and 1939-1945; pages 1024-2048.'],
  ['coordinates', 'At 52.520008, 13.404954 the view is good.'],
  ['a matrix', '[[1, 2, 3], [4, 5, 6]]\n0.123456789 0.987654321 1.000000000'],
  ['a hex dump', '00000000: 4d5a 9000 0300 0000 0400 0000 ffff 0000  MZ..............'],
  [
    'a fingerprint',
    'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8 and 16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48',
  ],
  ['C++', 'std::vector<int> v; std::sort(v.begin(), v.end()); a::b::c'],
  ['an import', "import { readFile } from 'node:fs/promises'\nimport React from 'react'\nconst x = require('lodash')"],
  [
    'decorators and packages',
    '@Component() @app.route("/x") npm i @scope/pkg react@18.2.0 git@github.com:org/repo.git',
  ],
  [
    'code about passwords',
    'if (password === "") throw new Error("password is required")\nconst token = getToken(user)\nself.password = password',
  ],
  [
    'settings without values',
    'password: ${DB_PASSWORD}\napi_key: <your-key-here>\ntoken: "changeme"\nSECRET=xxxxxxxx\npassword: string',
  ],
  [
    'talk about passwords',
    'The password is required. Your password must have 12 characters. Token is invalid. My secret is safe. password: forgotten',
  ],
  ['max tokens', '{"max_tokens": 4096, "tokens": 123456, "token_count": 99}'],
  ['types', 'type Token = string; password: string; secret?: boolean; apiKey: SecretString'],
  ['a haiku', 'Write a haiku about spring. Then explain why the sky is blue in three sentences.'],
  ['headings', 'Quarterly Business Review\nKey Performance Indicators\nVisual Studio Code and Google Cloud Platform'],
  ['places', 'We flew from San Francisco to New York, then Santa Fe, Mount Everest and Lake Geneva in Switzerland.'],
  [
    'bodies',
    'Johns Hopkins University, Martin Luther King Boulevard, Thomas Edison State College, Merrill Lynch Bank.',
  ],
  [
    'firms that are called like somebody',
    'Goldman Sachs and Morgan Stanley, Robert Bosch GmbH, Martin Baker Ltd, Calvin Klein and Wells Fargo.',
  ],
  [
    'headings of forms',
    'Patient Care Unit\nCustomer Success Manager\nDoctor Appointment Form\nEmployee Benefits Overview\nClient Onboarding Checklist',
  ],
  [
    'greetings to nobody',
    'Dear Hiring Manager,\n\nHi Team,\n\nDear Sir or Madam,\n\nBest regards,\nThe Support Team\n\nSehr geehrte Damen und Herren,\n\nBonjour Madame, Monsieur.\n\nCordialement,\nLe Service Client',
  ],
  [
    'labels of things',
    'name: Build and Test\nname: left-pad\nFrom: Sales Department\nTo: All Staff\nOwner: Platform Team',
  ],
  [
    'streets that are called like somebody',
    'Cliente: Via Garibaldi\nKunde: Berliner Allee\nRua das Flores, Plaza de España',
  ],
  [
    'tools that are called like somebody',
    'We run travis, Julia, Jenkins and cassandra with ruby; Alexa and Siri play music.',
  ],
  ['a day and a year', 'On March 15, 2024 Report came; Windows 10, 20354 Units; Room 12, 10115 Records.'],
  [
    'Polish institutions',
    'Rzeczpospolita Polska, Unia Europejska, Politechnika Warszawska i Bank Handlowy w Warszawie.',
  ],
  ['Dutch institutions', 'De Tweede Kamer in Den Haag en de Koninklijke Nederlandse Akademie.'],
  ['the calendar', 'On Monday in April or May we meet; June and August are for holidays.'],
  ['languages', 'Translate this English text to German, French and Spanish, please.'],
  [
    'ordinary words that are names',
    'I will mark the rose in grace and hope. May the best bill pass. Will You Go? Mark It Down.',
  ],
  [
    'streets of words',
    'A 5 minute drive, 10 way ties, 3 court dates, in 2020 Wall Street fell, number 1 place, take 2 lane roads.',
  ],
  [
    'a list of changes',
    '### 3.3.0 (2018/05/24)\n\n* **core:** pass the callback on (b2ce2e8)\n\n## 0.1.0 (2019-10-05)\n\n* initial release\n',
  ],
  [
    'a stack trace',
    'at Object.<anonymous> (/home/app/src/index.js:10:15)\n    at Module._compile (node:internal/modules/cjs/loader:1105:14)',
  ],
  ['SQL', "SELECT id, name FROM users WHERE created_at > '2024-01-01' AND id IN (1001, 1002, 1003);"],
  [
    'a log line',
    '2024-03-15 10:30:45,123 INFO [main] c.e.Service - processed 1234567 rows in 89012 ms (pid 12345, thread 140735)',
  ],
  ['a phone of a film in words', 'Press 1 for sales, 2 for support, or 0 for the operator.'],
  ['loopback', 'Listen on 127.0.0.1:8080, 0.0.0.0 or ::1, mask 255.255.255.0.'],
  ['a licence', 'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file.'],
  ['a table of numbers', '| Year | Count |\n|---|---|\n| 2020 | 123456789 |\n| 2021 | 987654321 |'],
  ['chemistry and units', 'C8H10N4O2, 6.02214076e23, 299792458 m/s, pH 7.4, 120/80 mmHg'],
  ['ratings', 'ISO/IEC 27001:2022, RFC 7519, IEEE 802.11, EN 12464-1, DIN 5008'],
  [
    'names of things beside words for secrets',
    'The token class Base64Encoder, an iPhone12Pro password, the key UTF8String, tokens of OAuth2Token, password for v2.0-Beta1.',
  ],
  [
    'talk about phrases',
    'A recovery phrase should never leave your device, and nobody from support will ever ask you for that or for the code.',
  ],
  ['a cookie that says nothing', 'Cookie: theme=dark; lang=en-GB; consent=yes'],
  ['a list of fields', `fields = ['password', 'confirm_password', 'email2', 'token']`],
  ['shells and logs about passwords', 'SMTP_PASSWORD: ${SMTP_PASSWORD:?required}\nDB_PASSWORD=${DB_PASSWORD:+set}'],
  ['where an error is', 'src/app.ts:1042:17:rule:no-unused-vars1'],
  ['Kubernetes without secrets', 'kind: ConfigMap\ndata:\n  retries: retry-10-times\n'],
  ['a header for a column', 'name,token_count,password_age\nalpha,120394,90d\nbeta,99120,30d'],
  ['command lines', 'mysql -u root -p app\nredis-cli -h cache ping\nssh -p 2222 host'],
  ['German prose', 'Die Straße ist lang, der Umweg 3 Kilometer, und Kapitel 12 handelt von Platz 4.'],
  ['French prose', 'La place 4 est libre, la route est longue et le cours 3 commence à 10 heures.'],
]

test.each(HARMLESS)('%s raises nothing', (_, text) => expect(seen(text)).toEqual([]))

describe('a lone name, place or date', () => {
  test('is never a sure finding', () => {
    const texts = ['Maria', 'Berlin', '12.03.1980', 'Anna went home.', 'Jane Example', 'Peter said so']
    expect(texts.flatMap((text) => look(text).filter(({ score }) => score > 0.6))).toEqual([])
  })
})
