import { FIRST_NAMES_A_J } from './first-names-a-j.ts'
import { FIRST_NAMES_K_Z } from './first-names-k-z.ts'
import { DOUBTFUL_ELSEWHERE, FIRST_NAMES_ELSEWHERE } from './first-names-elsewhere.ts'
import { DOUBTFUL_MORE, FIRST_NAMES_MORE } from './first-names-more.ts'

/**
 * First names that are ordinary words, months, places, products or surnames as often, in one of the languages: they need a known
 * surname, or a title.
 */
const DOUBTFUL = `
ada alba alexa alla allegra ama amal amato amber ambra ana ange angel angeles ani april are aria art ascension ase ash asia athena attila august autumn bailey
baraka bas basil bay bella bento berry bethany bill blake blanca bob bola bonnie bradford brandy brittany brook brooke bruna buck can candela candida carter
cash castore celeste chad chai chance chase chau chen cherry chester china christian clay clement cliff clifton clinton cole colomba colombe come constance
constant cooper cor cruz crystal curt cyrus dag daisy dakota dale dallas dalton dana dao darin dario dawn dean della deniz desire desta destiny dev devi devon
dexter diamante diamond dolf domenica domingo don door drew duke dulce dung earl edda eden edit elif eloy else ender ernest esi esperanza estrella eve even
ezra faith falk fanta fay felice fermo fern flip floor flora florence ford forest france francisco franco frank gene genesis georgia german ginger glen gloria
grace gracia grant grazia greet griffin guy hacer hadi hardy hari harley harm harvey hazel heath heather heaven hind hiro holly hope ida ids ike imani inna
ira iris isla israel isto italo ivy jack jackson jade jan jasmine jasper jay jersey jesus jet jewel jihad job jop jordan joy joyce jun june justice justo kana
kei kent kenya kim king kitty klas komal kosma kumar lan lana lance lane lata laurel lea lee lex libero liberty lila lincoln line logan london lone long lore
lorraine lot loup luc luz macy made madelief madison mae magnus mai maja mala malo mara marine marino mark marshall mason massimo maud maximo may maya mei
melody mercedes mercy merel merle meta mia mila milan miles milo mimi mina mine minerva mini minnie mio mira miranda misty mona monserrat morgan myrtle nacho
nada nadia nana nanda nao narciso navid nel nele nell nella nello nestor nga nguyen nia nika nino nir noel noor nora norm norma nova nur obi odd olive onno
oona opal ora orchidea orsino ortensia paige pal pandora papa paquita paris parker pastora pat patience patrocinio paz pearl penda penelope penny per perpetua
philippine pierce pim piper pompeo poppy porter porzia precious preston price primo primrose prince prosper prudence prudencia quintin quoc radha raj raja ram
rama ran rana rani ray red reed refugio regine remo rex reyes ria rich rima robin roch rocky ron roos rose rosemary ross rossana roza ruby rui rune rusty saba
sabato sabina sadie safa sage said salam salem samba sancho sandy santana santina santo santos saraiva savannah scarlett segundo severin shadi shaka shelby
sherman shiro sierra simba sina siri siv skip sky sol sole soledad stein sterling stig stone storm sue sultan summer sunny sveva sydney taha taina taiwo tam
tamba tamer tara taylor tea terry thea theo thi thor tia tien till tino tito toan tola ton tone toni tosca travis trees tri trinidad trinity troy tucker tudor
ture tyler uche uli uma umm urbain urbano ute valentine van vanda vania velia verona victoire victor victoria vidal vienna ville violet violeta violetta
virginia vita vitale wade ward warren washington wellington wiel wies wil will winter wit wolf wren yaw yen yong zara zola zora zuri
`

const words = (list: string): readonly string[] => list.split(/\s+/).filter((name) => name !== '')

export const DOUBTFUL_NAMES: ReadonlySet<string> = new Set(words(DOUBTFUL + DOUBTFUL_MORE + DOUBTFUL_ELSEWHERE))
/** Lower case, without marks; the doubtful ones too. */
export const FIRST_NAMES: ReadonlySet<string> = new Set([
  ...words(FIRST_NAMES_A_J),
  ...words(FIRST_NAMES_K_Z),
  ...words(FIRST_NAMES_MORE),
  ...words(FIRST_NAMES_ELSEWHERE),
  ...DOUBTFUL_NAMES,
])
