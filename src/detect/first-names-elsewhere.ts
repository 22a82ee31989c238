/**
 * First names of other countries: short forms that people use in letters and chats, and names of the Basque country, Catalonia and Galicia, of Latin
 * America, the Balkans, the Baltic and Nordic countries, Romania, Hungary, Turkey and the Maghreb; lower case, without marks. Common
 * knowledge, written down by hand.
 */
export const FIRST_NAMES_ELSEWHERE = `
stas zaneta hjalmar wilber soizic fiammetta lurdes noelia matias nunzio carmela wesley
ze manel edvaldo rayane cleidiane yannik encarna hiske bortolo ermes gwendal eusebio nibaldo salimata lamine aissatou marjo malin asger flurina reto frieda kazimiera olgierd weronika rayssa kauan kaua davi enzo
abdellah adriane afrim aggelos agim ahti aina ainara ainhoa ake aleksandar amaia amra anaelle andoni andrey andri ane angelos ania anneli antia
aparecido arantza arben arek ari arjeta arta arto asger asier asmus aurel ayelen aylen ayoub aysun baldassare bara barbora bartl basak basia bavo beat
bekim benat bent bertil bertram besarta besim beto beyza biel birthe blerim blerta bo bodil bohumil bohumila borbala brahim brais branka brayam brayan
breixo bretislav burkhart busra cami caner carme caro cas caua cestmir chaimae charo chema christof chrysoula chus chuy cida cigdem citlali claes
claudemir cleiton conchi constanza crister csilla cuauhtemoc curdin curro daiana dalma dani danut danylo darek darya dayana denisa didem dilara
dobrawa dobromila dogukan dolors dorina dorte dorthe doru drahomira drita dritan duarte dusko duvan ebbe ecaterina eckehard edimilson edin edinson
edon edson edu egor eivind ejnar ela eldbjorg eleftherios eliska elizabete elvir emina emir eneko ennio enver ercan ergin ernesta erol ertugrul esben
esma evzen ewka eyup facu fahri falko fatbardha fatmir fede ferran fikret flamur flemming floarea floortje flurin flutura foteini frantiska frede
freja frits fuat gaute gavril gelu genilson georgiana geurt gezim ghyslain gioia giovani gislaine gizella gokmen gonul gonza gorka gosta gracjan
grethe griet grigore grzesiek gudveig guille gulsum gun gunnel guri gwidon hadrien hagen hale hansi hansruedi haris hasse havard heine helma hikmet
hinnerk hogne horatiu hurriyet hynek iago ib ibolya ignaz ihsan ilija ilir ilyas ineke ingebjorg ingemar inka iraklis isidor itzel ivar iveta ivett
izolda jadranka jadzia jagoda jale janny jantien jaqueline jaroslava jasmina jaume javi javiera jeanine jeison jeppe jerker jette jhon jhonatan
jindriska jip johana joke jola jolan jone jonne jos josee jostein josu juancho judicael juli jurandir jurg jussara jytte kadiatou kaj kalliopi kaska
katleen kaya kazim keld kepa kitti kjeld klaudiusz kleber kleopatra kobi koebi korkut korneliusz krister krunoslav krysia kubra kujtim kunigunde kuno
kursat kvetoslava lacramioara ladina ladislava lahcen lale lalo lechoslaw leidy lejla lenie leydi lidiane lieve lili liridona lis liudmyla loick loli
longin lubomir lucho lucica luciene lucineide lulzim lupita lurdes maciek madalina maeline maelys magne maialen maicol malen marga marialuisa
mariarosaria mariateresa marilou marin marinela marjut marli marliese matea mati matthaus matthijs maurane maxi mechtild mehtap meli melle memo meral
merce merche merima merita meritxell mervi mete mevlut mickael millaray miloslaw miroslava mirsad mirza mogens muge muharrem mujde naiara nando
narcisa nataliia natan natasa nayeli naz nazar neculai nedim neele nekane nelu nepomuk nermin nesrin neus nevena newton nico nicolle nicusor nihal
nihan nikolett nimet nuran oddbjorg oddny oihane olcay oldrich oleksii olle olov ombeline ona otakar oussama oystein pancho pankraz panna paqui
paraschiva pasi patxi pau peder peer pelagia perico petronela petter philomene pili pipe poul preben premysl pyotr queralt quim quirin rachid radoslav
rafa ragnvald raissa regula reinhilde rejean renia resi rico rients riet rifat rik risto rodica rokhaya roma romario rosalinde roseli roselyne
rosemeire rosetta rosilene rosimeire rosl rotraud ruedi rute ruxandra ruzena sabatino sabela sacha sanda santi savas sedef selda sema senad sener
senol sepp seraina serpil sezgin shpend shqipe siegrun sigmund sigve simge sine sjaan skender snorre sobieslaw sofi solanges solfrid solomiia solvor
soner sotirios soukaina stanislava staszek steen stela sten stipe stratos suely suheyla susse svante svend swen sylvette sytske szymek tage tahsin
tais takis talea tarjei tasos tatana tatiane taylan tayyip temel tena teppo terez terhi teuta thaddaus thaina thales theres thodoris thorkild thorvald
tihana tilmann tiphaine tjitske tomi tonino tono torgeir torleif tormod tove traude traudl traugott trudi tulay tuncer turan turkan tygo ueli uffe
ulrik ummu uno urban urs ursina uschi uta uxia uxue vaclava vaino valbona vale valeriu valmir valon vangelis vasilica vasilina vassilis veit veith
vendula verner vero veysel viktoriia vinicius vinzenz virag vitezslav vjosa vladut vlastimil vratislav vreni vroni walli waltraude waltraut wannes
welington wenche wieteke wietse willibald wilmer witek wytze xabi xiomara xochitl xose yadira yalcin yamila yamile yanet yanina yaretzi yassine yeison
yener yeray yesim yevgenia yevgeny yildirim yilmaz yngvar yoli yonca yorgos yuliana yulieth yuliia yurani zamfir zbynek zdravko zeki zeliha zeljka
ziemowit zrinka zurine zvonko
`

/** Those of them that are words as often. */
export const DOUBTFUL_ELSEWHERE = `
ernst ze
ainara ake ane ari arto bara basak beat bent bertram bo carme caro cas chus cida dani danut dolors duarte edin edu ela emir fede flamur gioia gun
gunnel hagen hale haris ib ilir inka isidor jip joke jola jone jos juli kaj kaya kobi lale lieve lili lis marga mati maxi meli melle memo meral merce
mete nando narcisa natan naz neus newton nico olov ona pankraz pau peder peer perico pili queralt rafa regula resi rico rik roma romario rosetta
sabela sacha sanda santi savas sema sener senol sofi steen stela sten tage tais temel tena thales tilmann tomi tono tove traude turan uno urban urs
ursina uta vaclava vale valeriu valon veit vero walli yener yilmaz zeki zvonko
`
