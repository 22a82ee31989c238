import type { Detector, Spotted } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'

const NUMBER = "\\d{1,3}(?:[., '\u00a0]\\d{3}){1,4}(?:[.,]\\d{2})?|\\d{1,10}(?:[.,]\\d{2})?"
const SIGN = '[$€£¥₹₩₽₺₪฿]|zł|kr\\.?|r\\$|chf|eur|usd|gbp|pln|sek|nok|dkk|inr|jpy|aud|cad|brl|mxn|zar'
const AMOUNT = new RegExp(
  `(?<![\\p{L}\\d.,])(?:(?:${SIGN}) ?(?:${NUMBER})k?|(?:${NUMBER})k? ?(?:${SIGN}|euros?|dollars?|pounds?))(?![\\p{L}\\d])`,
  'giu',
)
const WORDS = phrases(
  'balance,account balance,available balance,current balance,salary,annual salary,base salary,gross salary,net salary,income,annual income,net worth,savings,earns,earning,wage,wages,pay slip,',
  'payslip,take home pay,pension,mortgage,loan,debt,debts,overdraft,credit limit,severance,bonus,alimony,',
  'kontostand,gehalt,jahresgehalt,bruttogehalt,nettogehalt,einkommen,lohn,verdient,schulden,rente,kredit,abfindung,saldo,solde,salaire,revenu,revenus,dettes,pret,retraite,',
  'salario,sueldo,ingresos,deuda,pension,hipoteca,stipendio,reddito,debito,debiti,mutuo,salario bruto,rendimento,divida,salaris,inkomen,schuld,hypotheek,wynagrodzenie,pensja,dochod,zarabia,kredyt',
)
const KEYS = keysOf(WORDS)

/** What somebody has, earns or owes: an amount of money after such a word. Prices are not. */
export const financialAmount: Detector = {
  id: 'financial-amount',
  types: ['FINANCIAL_AMOUNT'],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, KEYS),
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    for (const { index, 0: amount } of text.matchAll(AMOUNT)) {
      const says = evidence(context.around(index, index + amount.length), WORDS)
      found.push(
        ...spot(
          'FINANCIAL_AMOUNT',
          { label: 0.75, near: 0.55, none: 0, against: 0 }[says],
          index,
          index + amount.length,
        ),
      )
    }
    return found
  },
}
