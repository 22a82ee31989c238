import { NAME_NOUNS } from './name-nouns.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Titles that stand before a name; lower case, without the dot. */
export const TITLES = words(
  'mr mrs ms miss mx dr prof professor sir madam lady lord rev reverend fr father sister judge justice senator sen congressman rep president governor gov capt captain col gen sgt lt maj officer detective nurse coach herr frau herrn hr fr dipl ing pr monsieur madame mademoiselle mme mlle maitre m sr sra srta dra drs ir exmo exma senor senora senorita don dona sig signor signora signorina dott dottor dottoressa avv lic licda arq mgr lek mudr judr phdr mvdr rndr ddr dhr mevr meneer heer mevr mevrouw mw pan pani pana panu panem panie doktor doctor docteur herrn',
)

/** Small words within names. */
export const PARTICLES = words(
  'de da do dos das del della dello di du des la le van von der den ter ten zu zum zur af av bin ibn bint al el y e und',
)

/** Words that make what stands before them a place, a body, a thing or a law, and no person. */
export const BODIES = words(
  `street st avenue ave road rd lane drive boulevard blvd highway court place way square park lake river mountain mount mountains island islands county city town village beach bay valley hills heights springs creek falls forest garden gardens
   university college school academy institute hospital clinic center centre medical church cathedral temple museum library airport station bridge tower castle hall house hotel inn restaurant cafe theatre theater stadium arena
   inc ltd llc llp plc corp corporation company co gmbh ag sa sas sarl srl spa bv nv oy ab group holdings partners associates brothers sons bank foundation trust fund society association union league party press news times post
   award prize cup medal memorial act law theorem lemma effect syndrome disease method test scale equation distribution algorithm process model principle paradox conjecture inequality transform
   day week month year century era war battle treaty convention conference summit protocol project program programme committee commission council department ministry office agency bureau studio studios records pictures films
   api sdk app server cloud database framework library engine edition version release series collection express airlines motors pharmaceuticals industries technologies solutions systems software networks services consulting
   strasse straße platz allee weg universitat krankenhaus schule kirche gesellschaft stiftung universite hopital ecole eglise rue universidad hospital calle iglesia universita ospedale chiesa piazza`,
)

/** Words before a name that make a place of it. */
export const PLACES = words(
  'saint st san santa santo sao port fort mount mt lake new north south east west northern southern eastern western upper lower great grand cape isle university bank hotel el los las la le the',
)

/** Words with a capital that are no names: at the start of a sentence, in a heading, the calendar, languages, countries. */
const OPENING = words(
  `freundliche freundlichen freundlicher freundlichem herzliche herzlichen herzlichst liebste liebster schone schonen viele vielen beste besten gruße grußen gruß gruss grusse grussen gruesse mfg vg lg glg offnungszeiten sprechzeiten geschaftszeiten mo di mi do fr sa so
   vorname nachname familienname zuname prenom nom nombre apellido apellidos nome cognome sobrenome apelido naam voornaam achternaam imie nazwisko jmeno prijmeni nume prenume nev fornamn efternamn fornavn etternavn etunimi sukunimi soyad adresse adressen direccion indirizzo morada endereco courriel correo mobil handy natel geburtsort anschrift plz staatsangehorigkeit nationalite nacionalidad nazionalita nacionalidade telefon telephone telefono telefone telefoon gsm straat woonplaats postcode geboortedatum burgerservicenummer ulica kod pocztowy miejscowosc
   ordinateur bonne journee soiree semaine weekend buen buena buenas buenos noches tardes gute guten guter gutes abend nacht morgen wochenende feierabend urlaub
   kære kjære kaere kedves tisztelt vazeny vazena stimate stimata draga dragi sayin sevgili merhaba hyva basta bästa käre gruezi grüezi szia cau selam zdravo postovani postovana hei hey verde azul rojo amarelo vermelho
   ystavallisin ystavallisesti terveisin parhain venlig vennlig hilsen vanliga halsningar pozdravem dekuji udvozlettel tisztelettel saygilarimla stima multumesc buna ziua dobry den
   according laut selon volgens wedlug zdaniem secondo segun yesterday gestern heute hier aujourd ieri oggi ayer hoy ontem hoje gisteren vandaag wczoraj dzisiaj napisz schrijf schreibe scrivi escreva escreve escribe ecris redige
   szanowny szanowna szanowni drogi droga geachte beste lieve prezado prezada egregio spettabile exmo exma buongiorno buonasera bonsoir salut ola oi bom boa dia tarde noite hoi dag hej dzien dobry witam witaj czesc groet groeten obrigado obrigada bedankt dziekuje prosze cordialement cordialmente atentamente atenciosamente pozdrawiam saludos saluti cumprimentos regards
   de het een en van dat dit zijn was met voor aan op te niet ook naar bij maar als dan wel geen heeft hebben wordt kan moet zal mijn uw onze hun haar o os as um uma e ao aos na no nas nos que se por mais como mas foi ele ela eles seu sua meu minha nao sim esta este isso w z i na do od dla przez po za nie jest sa byl byla ze to ten ta te jak ale czy moj moja pan pani panstwo di a da che si non del della dei delle al alla nel nella questo questa qu
   a an the this that these those there here it its i we you he she they my your our his her their me us him them who what when where why how which if is are was were be been being am do does did have has had can could will would shall should may might must
   and or but so because since as at by for from in into of on onto off over under to with without about after before between during through until while not no yes ok okay please thanks thank hello hi hey dear regards sincerely best kind cheers greetings good morning afternoon evening night sorry congratulations
   all any both each every few many more most other some such only own same than too very just also again once then now today tomorrow yesterday soon later always never often first second third last next new old one two three four five six seven eight nine ten
   write create make give tell show explain describe list find get use using set run check test update add remove delete change fix help call send contact ask let need want see look read open close start stop go come take put keep try turn summarize translate generate draft review compare return import export select insert
   name names email phone address date time birth number code id type status title subject message note notes summary description details information info data file files page section chapter table figure question answer user users admin customer client patient employee manager director engineer doctor nurse teacher student member account order invoice payment company team project product service support sales marketing human resources finance legal
   monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz marz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo enero lunedi martedi mercoledi giovedi venerdi sabato domenica
   english german french spanish italian portuguese dutch polish russian chinese japanese korean american british european canadian australian indian african asian latin arabic hebrew greek turkish swedish norwegian danish finnish
   america europe asia africa australia canada mexico brazil germany france spain italy england britain ireland scotland wales netherlands belgium switzerland austria poland sweden norway denmark finland russia china japan india korea turkey israel egypt greece portugal london paris berlin madrid rome york angeles francisco chicago boston houston texas california florida washington states united kingdom republic union
   der die das den dem ein eine einer und oder aber ich du er sie es wir ihr mein meine sein seine ihre unser bitte danke hallo liebe lieber sehr geehrte geehrter guten tag wenn weil dass nach vor bei mit ohne für fur auf aus von zu zum zur im am ist sind war hat haben wird kann soll muss name herr frau kunde kundin patientin mitarbeiter vertrag rechnung
   le la les un une des du et ou mais je tu il elle nous vous ils elles mon ma mes son sa ses notre votre leur bonjour merci cher chere avec sans pour dans sur est sont etait nom client cliente madame monsieur
   el los las una y o pero yo tu usted nosotros ellos mi su sus nuestro hola gracias estimado estimada con sin para por en es son fue nombre cliente paciente senor senora
   lo gli uno e ma io lui lei noi voi loro mio mia suo sua ciao grazie gentile caro cara con senza per nel sono nome cliente paziente signor signora
   google microsoft amazon apple facebook meta twitter github gitlab openai anthropic linux windows android python java javascript typescript react docker kubernetes excel word outlook teams slack zoom chrome firefox internet web online ai api url http https json xml csv sql html css pdf
   north south east west new san santa saint st mount lake river street avenue road part phase step version release update internal external public private general special annual monthly weekly daily final initial total net gross senior junior chief head vice deputy assistant associate executive officer president minister king queen prince princess pope`,
)

/** Words that no name holds, unless a list of names has them. */
export const COMMON: ReadonlySet<string> = new Set([...OPENING, ...NAME_NOUNS])

/** Brands and places that are called like somebody: first word and last. */
export const THINGS: ReadonlySet<string> = new Set(
  `morgan stanley,jack daniels,johnnie walker,calvin klein,ralph lauren,louis vuitton,hugo boss,mercedes benz,tommy hilfiger,goldman sachs,ernst young,john deere,harley davidson,wells fargo,merrill lynch,charles schwab,
  eli lilly,estee lauder,marks spencer,aston martin,dr pepper,jackson hole,jean paul,yves rocher,giorgio armani,michael kors,marc jacobs,jimmy choo,levi strauss,max mara,jack jones,ben jerry,
  jim beam,jose cuervo,captain morgan,dom perignon,moet chandon,albert heijn,santa claus,lloyds banking,henry schein,dale carnegie,booz allen,stanley black,christian dior,
  salvatore ferragamo,guy laroche,philip morris,warner bros,leroy merlin,bela vista,boa vista,jack wolfskin,peter hahn,tom tailor,marc o,dr oetker,felix burda,yves saint,jean coutu,casas bahia,luisa spagnoli,antonio banderas,maria hilf,ritter sport,max planck,carl zeiss,robert koch,albert schweitzer,sankt martin,santa maria,santa cruz,santa catarina,sao paulo,villa maria,monte rosa,san sebastian,san miguel,uncle ben,aunt jemima,betty crocker,victoria secret,monte carlo,san marino,saint martin,costa rica,sierra leone,
  puerto rico,buenos aires,las vegas,los angeles,rio grande,santa fe,la paz,el paso,hong kong,kuala lumpur,sri lanka,tel aviv,addis ababa,georgia tech,virginia beach,virginia tech,carolina beach,victoria falls,victoria park,jersey city,jordan valley,
  ruby rails,visual basic,julia lang,apache cassandra,travis ci,jenkins x,github copilot,vanilla js,django rest,oscar night,emmy awards,tony awards,nobel prize,brent crude,harper collins`
    .split(',')
    .map((pair) => pair.trim()),
)

/** Products that are called by a first name, and their models: alone, or together, they are nobody. */
export const PRODUCTS = words('claude opus sonnet haiku gemini codex alexa siri cortana jenkins watson')

/** First names that tools, prizes, months and saints' days have too: alone, they are somebody only where something says so. */
export const SHARED = words(
  'ada alexa ansel apollo athena atlas aurora axel benedict cassandra celeste chloe claude crystal dana dante deno diana django elixir emmy eva felix flavor gerrit gilbert hector hermes hudson hugo jan jasmine jasper jenkins jess jett julia julian juno karma kelvin leo lisa louis luna lyra maven max maya mercedes mimi mina minerva miro mocha monica montserrat morgan nadia nestor nia nina noel nova odin odoo olga oscar otto pascal penelope pandora perl phoebe porsche quentin ruby sasha sage selene selenium sierra simon sinai sol sonar stella tatiana tim titan tony travis una ursa valentin vega vera viola vita watson xavier yuri zelda zoe marina leon sofia florentin santiago salvador adelaide alexandria orlando victoria charlotte victor roman norman rob lou mia jay iman lily iris chelsea tyler',
)
