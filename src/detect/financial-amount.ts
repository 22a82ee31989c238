import type { Detector, Spotted } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

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
const MAY_SAY =
  /balanc|salar|income|worth|saving|earn|wage|pay|pension|mortg|loan|debt|overdraft|credit|severance|bonus|alimony|konto|gehalt|einkomm|lohn|verdien|schuld|rente|kredit|abfind|sald|solde|salaire|reven|dett|prêt|retrait|sueldo|ingres|deud|hipot|stipend|reddit|debit|mutuo|rendim|d[íi]vida|inkom|hypoth|wynagr|pensj|doch[oó]d|zarab|kredyt/i

/** What somebody has, earns or owes: an amount of money after such a word. Prices are not. */
export const financialAmount: Detector = {
  id: 'financial-amount',
  types: ['FINANCIAL_AMOUNT'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    if (!MAY_SAY.test(text) && !MAY_SAY.test(segment.path)) return []
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
