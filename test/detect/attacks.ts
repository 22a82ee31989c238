export type Attack = { readonly name: string; readonly make: (length: number) => string }

const repeat = (name: string, unit: string): Attack => ({
  name,
  make: (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
})

/** Texts that make careless patterns slow. */
export const attacks: readonly Attack[] = [
  repeat('one letter', 'a'),
  repeat('one digit', '1'),
  repeat('one capital', 'A'),
  repeat('digits and spaces', '1 '),
  repeat('groups of four digits', '4111 '),
  repeat('groups of three and hyphens', '123-'),
  repeat('digits and dots', '1.'),
  repeat('letters and dots', 'a.'),
  repeat('letters and at signs', 'a@'),
  repeat('addresses without an end', 'a@b.'),
  repeat('at signs', '@'),
  repeat('hex with colons', 'a1:'),
  repeat('colons', '::'),
  repeat('schemes', 'http://'),
  repeat('user info', 'a://b:c'),
  repeat('base64', 'QUJDRA'),
  repeat('base58', '1BvBMSEYst'),
  repeat('web tokens', 'eyJhbGci.'),
  repeat('key headers', '-----BEGIN PRIVATE KEY-----'),
  repeat('key prefixes', 'sk-ghp_'),
  repeat('passwords', 'password: '),
  repeat('names', 'Maria '),
  repeat('names with particles', 'Anna van der '),
  repeat('streets', '1 Main Street '),
  repeat('foreign streets', 'rue de la Rue 1 '),
  repeat('IBAN heads', 'DE89 '),
  repeat('percent escapes', '%41'),
  repeat('backslashes', '\\u0041\\'),
  repeat('commas', 'a,b\n'),
  repeat('white space', ' \n\t'),
  repeat('quotes', '"\''),
  repeat('birthdays', 'born 1.1.'),
]
