import type { Spotted } from '../terms/finding.ts'
import { wordsIn } from './keywords.ts'
import { spot } from './spot.ts'

/** Names in one script: what says that one comes, and what one looks like. All bounded. */
type Script = { readonly is: RegExp; readonly rules: readonly Rule[] }
/** The name is the group `name`. */
type Rule = { readonly pattern: RegExp; readonly score: number; readonly isNone?: (name: string) => boolean }

const CYRILLIC_WORD =
  '(?!Уважаем|Пациент|Клиент|Здравствуй|Дорог|Господин|Госпож|Привет|Добр|Врач|Доктор|Коллег|Сотрудни|Директор|Граждан|Шановн)\\p{Lu}[\\p{Ll}’-]{1,24}(?:-\\p{Lu}\\p{Ll}{1,20})?'
const PATRONYMIC = '\\p{Lu}\\p{Ll}{2,20}(?:вич|вна|чна|йович|івна|ївна)(?:а|у|ем|ы|е|ой|ю)?'
const CYRILLIC_SURNAME =
  '\\p{Lu}\\p{Ll}{1,20}(?:[её]в|ов|ин|ын|[её]ва|ова|ина|ына|ский|ская|цкий|цкая|енко|[уюч]к|ич|ян|дзе|швили)(?:а|у|ым|ой|е|ого|ому)?'
const RUSSIAN_FIRST =
  'Александр|Александра|Алексей|Алина|Алла|Анастасия|Анатолий|Ангелина|Андрей|Анна|Антон|Антонина|Аркадий|Арсений|Артур|Артём|Артем|Богдан|Борис|Вадим|Валентин|Валентина|Валерий|Валерия|Варвара|Василий|Вера|Вероника|Виктор|Виктория|Виталий|Владимир|Владислав|Вячеслав|Галина|Геннадий|Георгий|Григорий|Дарья|Денис|Дмитрий|Евгений|Евгения|Егор|Екатерина|Елена|Елизавета|Жанна|Зинаида|Зоя|Иван|Игорь|Илья|Инна|Ирина|Кирилл|Константин|Ксения|Лариса|Лев|Леонид|Лидия|Любовь|Людмила|Маргарита|Марина|Мария|Матвей|Михаил|Надежда|Наталия|Наталья|Нина|Николай|Оксана|Олег|Ольга|Павел|Пётр|Петр|Полина|Раиса|Роман|Руслан|Светлана|Семён|Сергей|София|Станислав|Степан|Тамара|Тарас|Татьяна|Тимур|Ульяна|Фёдор|Юлия|Юрий|Яна|Ярослав|Андрій|Дмитро|Ірина|Катерина|Микола|Наталія|Олександр|Олена|Ольга|Оксана|Сергій|Тетяна|Юлія|Георги|Димитър|Иванка|Петър|Стефан|Тодор'
const CYRILLIC_SAYS =
  'меня зовут|зовут|моё имя|мое имя|имя|фио|ф\\.и\\.о\\.|фамилия|пациент(?:ка|а|ки|у|ке)?|клиент(?:ка|а|у)?|сотрудник(?:а|у)?|сотрудница|г-н|г-жа|господин|госпожа|уважаем(?:ый|ая)|с уважением|коллега|муж|жена|сын|дочь|врач|доктор|директор|мене звати|звати|пан|пані|шановн(?:ий|а)|казвам се|от имени|подпись|получатель|отправитель|дорог(?:ой|ая)|привет|здравствуйте'

const GREEK_WORD = '\\p{Lu}[\\p{Ll}]{1,20}'
const GREEK_SURNAME =
  '\\p{Lu}\\p{Ll}{1,18}(?:όπουλος|όπουλου|οπούλου|ίδης|ίδη|ίδου|άκης|άκη|άδης|άδη|άδου|ιάδης|ιάδου|έλλης|έλλη|άτος|ίου|ιώτης|ιώτη|έας|ούδης|ούδη|λάκης|λάκη)'

const CHINESE_SURNAME =
  '(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬許韓馮鄧蕭葉蘇呂盧鍾譚陸賈鄒龍賀顧龔嚴])'
/** Words that begin as a surname does. */
const NO_CHINESE =
  /^(?:方[案面式向便]|程序|高[级中等]|金[额融]|安[全装排]|万[元一]|文件|余额|段落|石油|钱包|白[色领]|曾经|任[务何]|成[功员]|毛[利病]|许可|常|罗马|江[苏西]|顾问|史上|严重|陈述|谢谢|温度|周[期末])/u
const JAPANESE_SURNAME =
  '(?:佐々木|長谷川|五十嵐|久保田|佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|山口|松本|井上|木村|清水|斎藤|斉藤|山崎|阿部|池田|橋本|石川|前田|藤田|小川|後藤|岡田|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|松田|岡本|中川|中野|原田|小野|田村|竹内|金子|和田|中山|石田|上田|森田|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|島田|谷口|大野|高田|丸山|今井|河野|藤本|村田|武田|上野|杉山|増田|平野|大塚|千葉|松井|小島|岩崎|桜井|野口|松尾|木下|菊地|野村|新井|渡部|菅原|大西|古川|水野|市川|浜田|荒木|西田|永井|平田|川口|北村|松下|黒田|川上|山中|尾崎|久保|中島|森|林|原|関)'
const KOREAN_SURNAME =
  '(?:남궁|황보|제갈|선우|독고|[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석설마길연위표명기반왕옥육인맹탁국어은편용예경봉사부])'
/** What stands where a given name would, in titles. */
const NO_KOREAN =
  /^.(?:사장|회장|부장|과장|차장|대리|선생|교수|원장|기사|변호|고객|환자|님이|씨가|니다|합니|리고|지만|어요|습니)/

const ARABIC_WORD =
  '(?!و(?:رقم|هاتفي|عنوان|أسكن|أعمل|بريد|عمري|تاريخ)|رقم|هاتف|من|في|على|هو|هي|أنا|عمري|أسكن|أعمل|وأ|أريد|مواليد)[\\u0621-\\u064a]{2,12}'
const DEVANAGARI_WORD =
  '(?!(?:है|हैं|और|का|की|के|ने|को|से|में|हूँ|हूं|जी|मेरा|मेरी|आधार|पता|उम्र)(?![\\u0900-\\u0963]))[\\u0900-\\u0963]{2,16}'
const HEBREW_WORD =
  '(?!(?:ואני|אני|הוא|היא|גר|גרה|עובד|עובדת|תעודת|טלפון|מספר|בן|בת|את|של)(?![\\u05d0-\\u05ea]))[\\u05d0-\\u05ea]{2,12}'

const rule = (source: string, score: number, isNone?: Rule['isNone']): Rule => ({
  pattern: new RegExp(source, 'giu'),
  score,
  ...(isNone === undefined ? {} : { isNone }),
})
/** Letter case tells names there. */
const cased = (source: string, score: number): Rule => ({ pattern: new RegExp(source, 'gu'), score })
/** Every letter of a phrase in either case, for a pattern that is cased otherwise. */
const either = (phrases: string): string =>
  phrases.replace(/(?<![?:\\])\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)

const SCRIPTS: readonly Script[] = [
  {
    is: /[\u0400-\u04ff]{2}/,
    rules: [
      cased(
        `(?<!\\p{L})(?<name>(?:${CYRILLIC_WORD} ){1,2}${PATRONYMIC}|${CYRILLIC_WORD} ${PATRONYMIC} ${CYRILLIC_WORD})(?!\\p{L})`,
        0.85,
      ),
      cased(`(?<!\\p{L})(?<name>(?:${RUSSIAN_FIRST}) ${CYRILLIC_SURNAME})(?!\\p{L})`, 0.8),
      cased(`(?<!\\p{L})(?<name>${CYRILLIC_SURNAME} (?:${RUSSIAN_FIRST}))(?!\\p{L})`, 0.75),
      cased(
        `(?<!\\p{L})(?<name>${CYRILLIC_WORD} \\p{Lu}\\. ?\\p{Lu}\\.|\\p{Lu}\\. ?\\p{Lu}\\. ?${CYRILLIC_WORD})(?!\\p{L})`,
        0.75,
      ),
      cased(
        `(?<!\\p{L})(?:${either(CYRILLIC_SAYS)})[:,]?\\s{1,3}(?<name>${CYRILLIC_SURNAME}(?: ${CYRILLIC_WORD}){0,2}|(?:${RUSSIAN_FIRST})(?: ${CYRILLIC_WORD}){0,2}|${CYRILLIC_WORD} ${CYRILLIC_WORD})(?!\\p{L})`,
        0.7,
      ),
    ],
  },
  {
    is: /[\u0370-\u03ff]{2}/,
    rules: [
      cased(
        `(?<!\\p{L})(?:[οΟ]νομάζομαι|[μΜ]ε λένε|[λΛ]έγομαι|[οΟ]νοματεπώνυμο:?|[όΌ]νομα:?|[εΕ]πώνυμο:?|[κΚ]ύριο?[ςευ]?|[κΚ]υρία[ς]?|[κΚ]\\.|[κΚ]ος|[κΚ]α|[αΑ]σθενής:?|[πΠ]ελάτης:?|[αΑ]γαπητ[έή]|[αΑ]ξιότιμ[εη]|[δΔ]ρ\\.?|[μΜ]ε εκτίμηση,?)\\s{1,2}(?<name>${GREEK_WORD}(?: ${GREEK_WORD}){0,2})(?!\\p{L})`,
        0.75,
      ),
      cased(`(?<!\\p{L})(?<name>${GREEK_WORD} ${GREEK_SURNAME}|${GREEK_SURNAME} ${GREEK_WORD})(?!\\p{L})`, 0.7),
    ],
  },
  {
    is: /[\u4e00-\u9fff]/,
    rules: [
      rule(
        `(?:我叫|名叫|叫做|姓名(?:是|为|為)?[:：]?|名字(?:是|叫)?[:：]?|患者(?:姓名)?[:：]?|病人[:：]?|客户[:：]?|联系人[:：]?|收件人[:：]?|员工[:：]?|同事|申请人[:：]?|聯絡人[:：]?)\\s?(?<name>${CHINESE_SURNAME}\\p{sc=Han}{1,2})(?=[^\\p{sc=Han}]|$|今年|身份|电话|手机|住|的|是|于|在|先生|女士|男|女|性别|出生)`,
        0.75,
        (name) => NO_CHINESE.test(name),
      ),
      rule(
        `(?<=^|[^\\p{sc=Han}]|[和与跟由给是请让的系找问对向为])(?<name>${CHINESE_SURNAME}\\p{sc=Han}{0,2})(?=先生|女士|小姐|老师|医生|经理|同学)`,
        0.65,
      ),
      rule(
        `(?<name>${JAPANESE_SURNAME}[ \\u3000]?(?:\\p{sc=Han}{1,3}|\\p{sc=Hiragana}{2,4}|\\p{sc=Katakana}{2,4})?)(?=[ \\u3000]?(?:様|さん|氏(?!名)|と申します|先生|殿|くん|ちゃん|と言います|といいます))`,
        0.75,
      ),
      rule(
        `(?:氏名|お?名前(?:は)?|患者(?:名|さん)?|担当者?|私は|宛名|申込者)[:： \\u3000は]{0,2}(?<name>${JAPANESE_SURNAME}[ \\u3000]?(?:\\p{sc=Han}{1,3}|\\p{sc=Hiragana}{2,4}?|\\p{sc=Katakana}{2,4}))(?=[、。,\\s（(）)]|です|が|は|$)`,
        0.75,
      ),
    ],
  },
  {
    is: /[\uac00-\ud7af]/,
    rules: [
      rule(
        `(?:이름은?|성명은?|성함은?|저는|제 이름은|환자(?:명|는)?|고객(?:명|은)?|담당자는?|보호자는?|수신인?|작성자|신청인|직원)[:： ]{0,2}(?<name>${KOREAN_SURNAME}\\p{sc=Hangul}{1,2})(?=[^\\p{sc=Hangul}]|$|이고|입니다|이에요|예요|라고|이라고|이며|씨|님)`,
        0.75,
        (name) => NO_KOREAN.test(name),
      ),
      rule(
        `(?<!\\p{sc=Hangul})(?<name>${KOREAN_SURNAME}\\p{sc=Hangul}{2})(?= ?(?:씨|님|선생님|과장|부장|대리|팀장|교수|차장|사원|환자)(?![가-힣]{3}))`,
        0.65,
        (name) => NO_KOREAN.test(name),
      ),
    ],
  },
  {
    is: /[\u0900-\u097f]/,
    rules: [
      rule(
        `(?:मेरा नाम|नाम|मैं|श्रीमती|श्री|सुश्री|कुमारी|डॉ\\.?|मरीज|रोगी|ग्राहक)(?: है)?[:：]?\\s(?<name>${DEVANAGARI_WORD}(?: ${DEVANAGARI_WORD}){0,2})`,
        0.7,
      ),
    ],
  },
  {
    is: /[\u0621-\u064a]{2}/,
    rules: [
      rule(
        `(?<!\\p{L})(?:اسمي|أنا|الاسم(?: الكامل)?|اسم (?:المريض|العميل|الموظف)|السيدة?|الدكتورة?|د\\.|المريضة?|الأستاذة?|العميل|الموظف)(?: هو)?[:：]?\\s(?<name>${ARABIC_WORD}(?: ${ARABIC_WORD}){1,3})`,
        0.7,
      ),
    ],
  },
  {
    is: /[\u05d0-\u05ea]{2}/,
    rules: [
      rule(
        `(?<!\\p{L})(?:שמי|קוראים לי|שם(?: מלא| פרטי| הלקוח| המטופל)?|מר|גברת|גב'|ד"ר|לכבוד)(?: הוא)?[:：]?\\s(?<name>${HEBREW_WORD}(?: ${HEBREW_WORD}){0,2})`,
        0.65,
      ),
    ],
  },
  {
    is: /[\u0e01-\u0e4e]{2}/,
    rules: [
      rule(
        '(?:นางสาว|นาย|นาง|ชื่อ)\\s?(?<name>[\\u0e01-\\u0e4e]{2,16} [\\u0e01-\\u0e4e]{2,20})(?![\\u0e01-\\u0e4e])',
        0.7,
      ),
    ],
  },
]
/** Names in other scripts than Latin: after words that say so, before titles, and by patronymics and endings. Linear in the text. */
export function namesInScripts(text: string): readonly Spotted[] {
  if (!wordsIn(text).isForeign) return []
  return SCRIPTS.filter(({ is }) => is.test(text)).flatMap(({ rules }) => rules.flatMap((one) => foundBy(one, text)))
}

function foundBy({ pattern, score, isNone }: Rule, text: string): readonly Spotted[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const name = match.groups?.['name'] ?? ''
    if (name === '' || isNone?.(name) === true) return []
    const start = match.index + match[0].lastIndexOf(name)
    return spot('PERSON', score, start, start + name.length)
  })
}
