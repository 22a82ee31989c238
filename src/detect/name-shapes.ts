/** Endings of surnames that few other words have, by language; on keys (lower case, without marks). */
const ENDINGS = new RegExp(
  `^[a-z'-]{1,16}(?:${[
    'sk[iay]|ck[iay]|dzk[iay]|skiego|skiej|skiemu|skim|ckiego|ckiej|ckiemu|ckim|wicz|wicza|wiczowi|wiczem|czyk|czyka|czykiem|czykowi|czak|iak', // Polish, inflected too
    'enko|chuk|ovych|yshyn|[aeiou][dklmnrstvz](?:ov|ova|ev|eva)|[sc]hvili|[aeiou]dze',
    '[a-z]{2}escu|[a-z]{2}eanu|opoulos|opoulou|akis|aki|idis|georgiou',
    '[a-z]{2}(?:sson|dottir|strom|qvist|gren|holm|berg)|[bdfgklmnrstv]sen',
    '[a-z]{2}(?:mann|meier|mayer|maier|meyer|huber|hauser|hofer|inger|bacher|reiter|stein|feld|thal)|[a-z]{2}burger',
    'stra|sma|huis|huizen|inga|kamp|veld|dijk|mans',
    '[a-z]{3}(?:guez|quez|driguez|andez|endez|inez|arez|alez|erez|uez)|etxea|echea|goitia|etxeberria',
    '[a-z]{3}(?:elli|ello|etti|ucci|uzzi|azzi|ozzi|acci|occhi|icchi|anni|onni|oni|ini|ani|aldi|iero)',
    '[a-z]{3}(?:eira|inho|aes)|[a-z]{2}ault|[a-z]{2}eault|[a-z]{2}elot|[a-z]{2}ignac',
    'wala|walla|murthy|swamy|nathan|reddy|oglu|[a-z]{2}yan|[a-z]{2}ian|zadeh|pour|uddin|ullah|khani',
    'worth|thwaite|bottom|borough|shaw|ington|ingham',
  ].join('|')})$`,
)
const BEGINNINGS = /^(?:mc|mac(?=[bcdfgkl])|o'|fitz|van|d'|dell'|al-|el-|ben-)[a-z]{3}/

/** True for a word that is built like a surname: Polish `-ski`, Nordic `-sson`, German `-meier`, Irish `O'`. */
export const isShapedLikeSurname = (key: string): boolean =>
  key.length >= 5 && key.length <= 24 && (ENDINGS.test(key) || BEGINNINGS.test(key))

const POLISH =
  'adam adrian agata agnieszka aleksander aleksandra alicja amelia andrzej aneta anna antoni arkadiusz artur barbara bartosz beata bogdan boleslaw bozena cezary damian daniel danuta dariusz dawid dominik dominika dorota edward elzbieta emilia ewa ewelina filip franciszek gabriela grazyna grzegorz halina hanna helena henryk hubert ignacy iga igor irena iwona izabela jacek jadwiga jakub jan janina janusz jaroslaw jerzy joanna jolanta jozef julia justyna kacper kamil kamila karol karolina katarzyna kazimierz kinga klaudia konrad krystian krystyna krzysztof lech lena leszek lidia lucyna ludwik lukasz maciej magdalena maja malgorzata marcin marek maria marian mariusz marta martyna mateusz michal mieczyslaw mikolaj milena miroslaw monika natalia nikodem nina norbert oliwia oskar patrycja patryk paulina pawel piotr przemyslaw rafal renata robert roman ryszard sebastian slawomir sonia stanislaw stefan sylwia szymon tadeusz teresa tomasz urszula waclaw waldemar wanda weronika wieslaw wiktor wiktoria wladyslaw wlodzimierz wojciech zbigniew zdzislaw zofia zuzanna zygmunt'

/** The cases of a Polish first name, roughly: a few that nobody uses do no harm. */
function casesOf(name: string): readonly string[] {
  const stem = name.slice(0, -1)
  if (name.endsWith('a')) {
    const soft = { k: 'c', g: 'dz', r: 'rz', t: 'ci', d: 'dzi', l: 'l' }[stem.slice(-1)]
    return ['y', 'i', 'e', 'ie', 'o']
      .map((end) => stem + end)
      .concat(soft === undefined ? [] : [`${stem.slice(0, -1)}${soft}e`])
  }
  if (name.endsWith('y')) return ['ego', 'emu', 'ym'].map((end) => stem + end)
  if (name.endsWith('i')) return ['ego', 'emu', 'm'].map((end) => name + end)
  const short = /[^aeiouy]e[kl]$/.test(name) ? name.slice(0, -2) + name.slice(-1) : name
  return ['a', 'owi', 'em', 'iem', 'ie', 'u'].map((end) => short + end)
}

/** Polish first names in the other cases: `Piotrem`, `Agnieszki`. */
export const INFLECTED_NAMES: ReadonlySet<string> = new Set(POLISH.split(' ').flatMap(casesOf))
