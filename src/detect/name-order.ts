/**
 * Surnames of China, Korea, Vietnam and of Chinese families in south-east Asia, which stand first; lower case, without marks. By
 * themselves most of them are words of some language.
 */
const SURNAMES_FIRST = new Set(
  (
    'ahn bae bui cao chae chai chan chang chau chen cheng cheong cheung chew chia chiang chin cho choe choi chong chou chow choy chu chua chung dang dao dinh do ' +
    'doan dong duan duong fan fang feng foo fong fu gao gan goh gong gu guan guo gwak ha han hao he heng ho hoang hong hou hsieh hsu hu hua huang hui huynh hwang ' +
    'jang jeon jeong ji jia jiang jin jo joo jung kang kao khoo kim ko koh kong koo kuan kuo kwan kwok kwon lai lam lau lee lei leong leung li liang liao liew lim ' +
    'lin ling liu lo loh lok low lu lui luo luong ma mai mak meng min mo mok nam ng ngo nguyen noh oh ong ooi pan pang park peng pham phan phua phung quach quah ' +
    'quan quek ren ryu seah see seo shen shi shih shin shum sim sin siu so sohn son song soo su suh sun sze ta tai tam tan tang tao tay teh teng teo thai tong tran ' +
    'trieu trinh truong tsai tsang tse tseng tsui tu vo voon vu wan wang wee wei wen wong woo woon wu xia xiao xie xiong xu yan yang yao yap yau ye yee yeh yeo yeoh ' +
    'yeung yi yim yin yip yong yoo yoon you yu yuan yuen yun yung zeng zhang zhao zheng zhong zhou zhu zhuang zou'
  ).split(' '),
)

const SYLLABLE =
  '(?:zh|ch|sh|hs|ts|sz|kw|ng|ph|th|tr|kh|nh|gi|qu|[bcdfghjklmnpqrstvwxyz])?(?:[iy]?[aeiou]{1,2}|y|ou|eo|eu|iao|uai)(?:ng|nh|ch|n|m|p|t|k|h|l|r|c)?'
const GIVEN = new RegExp(`^${SYLLABLE}$`)
const GIVEN_TWICE = new RegExp(`^${SYLLABLE}-${SYLLABLE}$`)

/** `Tan Wei Ling`, `Kim Min-jun`: a surname that stands first, and a name of two syllables after it, apart or with a hyphen. */
export const isSurnameFirst = (keys: readonly string[]): boolean => {
  const [surname = '', one = '', two] = keys
  if (!SURNAMES_FIRST.has(surname) || keys.length > 3) return false
  return two === undefined ? GIVEN_TWICE.test(one) : GIVEN.test(one) && GIVEN.test(two)
}

/** Whether a word is such a surname. */
export const isFirstSurname = (key: string): boolean => SURNAMES_FIRST.has(key)
