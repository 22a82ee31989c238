import { phrases } from './fold.ts'
import { byLabel } from './label-shapes.ts'

/** The areas of British postcodes. */
const AREAS = new Set(
  (
    'AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD ' +
    'HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S ' +
    'SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' '),
)

/** Postcodes by their label; five digits alone are nothing. Only the British, German and Dutch ones have a type of their own. */
export const postcode = byLabel({
  id: 'postcode',
  rows: [
    {
      type: 'UK_POSTCODE',
      shape: '[A-PR-UWYZ][A-HK-Y]?\\d[\\dA-HJKMNPR-Y]? ?\\d[ABD-HJLNP-UW-Z]{2}',
      passes: (code) => AREAS.has(/^[A-Z]+/.exec(code)?.[0] ?? ''),
      words: phrases('postcode,post code,postal code,postal address,zip'),
      score: 0.85,
    },
    {
      type: 'DE_PLZ',
      shape: '(?:D-)?\\d{5}',
      passes: (code) => Number(code.replace('D', '')) >= 1001 && Number(code.replace('D', '')) <= 99998,
      words: phrases('plz,postleitzahl,anschrift,plz ort'),
      score: 0.7,
    },
    {
      type: 'NL_POSTCODE',
      shape: '[1-9]\\d{3} ?(?!SA|SD|SS)[A-Z]{2}',
      words: phrases('postcode,post code,postal code,postcode en plaats'),
      score: 0.7,
    },
    // Brazil's has eight digits; in Turkish the word is for a mobile telephone.
    { type: 'POSTCODE', shape: '\\d{5}-?\\d{3}', words: phrases('cep'), score: 0.65 },
    {
      type: 'POSTCODE',
      shape:
        '\\d{5}-\\d{3,4}|\\d{5}|[ABCEGHJ-NPRSTVXY]\\d[ABCEGHJ-NPRSTV-Z] ?\\d[ABCEGHJ-NPRSTV-Z]\\d|\\d{2}-\\d{3}|\\d{3}-\\d{4}|\\d{3} \\d{2}|\\d{4}-\\d{3}|\\d{4}|\\d{6}',
      words: phrases(
        'zip,zip code,zipcode,zip plus,postcode,post code,postal code,code postal,cp,codigo postal,codice postale,cap,kod pocztowy,postnummer,postinumero,',
        'postleitzahl,plz,psc,iranyitoszam,pin code,pincode,郵便番号',
      ),
      score: 0.65,
    },
  ],
})
