import { SURNAMES_ELSEWHERE } from './surnames-elsewhere.ts'
import { SURNAMES_MORE } from './surnames-more.ts'

/**
 * Surnames that are common in the same countries as the first names; lower case, without marks. Common knowledge, written down
 * by hand. Many are words too, so that none speaks for a name by itself.
 */
const LIST = `
abad abate abbot abbott abdi abdullah abdulrahman abe abernathy abraham abrams abreu abubakar acerbi acevedo acheampong achenbach achterberg acker ackerman
ackermann acosta adair adam adamczak adamczyk adams adamski adamu addison addo adebayo adeyemi adjei adkins adler aerts afolabi agarwal agbaje agostinho
aguado aguilar aguirre ahern ahlers ahmadi ahmed ahrens aiello aiken ainsworth akbar akers akhtar akins akpan alami alarcon alavi albanese albers albert
albrecht albright albuquerque alcala alcantara alcaraz aldana aldridge alegre aleman alencar alexander alfaro alford ali allain allan allard allen almagro
almeida almond aloisi alonso alston altenburg altman altmann alvarado alvarenga alvarez alves alvim amadi amador amadori amann amaral amato amaya ambrose
ambrosini amendola ames amin amiot ammann amoah amorim amos ampofo anand anaya anders andersen anderson andersson ando andrade andre andreoli andreu andrews
andrieu andrzejczak andrzejewski angelini angelo angelucci anjos ansah antczak anthony antonelli antonini antunes aoki aparicio appel appelt appiah appleton
aragao aragon arai aramburu aranda araujo araya arce archer archibald arcuri arellano arenas arendt arens aresu arevalo arias armas armstrong arnaud arndt
arnold arnould arora arranz arriaga arribas arroyo arruda arthur asante ascher asensio ashby asher ashton asif asmus assis assmann assuncao atherton atkins
atkinson atwater atwood aubert aubin aubry auer auerbach augustin auld austin avellaneda avery avila aviles awad axelsson ayala aydin ayers ayuso azevedo aziz
baba babcock babu bach bachmann backhaus bacon baczek badawi bader badger bae baek baena baert bagley bagshaw bahr bahri baier bailey baillet bain baird bajaj
bajwa baker bakker bakkers bakr bala balasubramanian balbi balbo balcerzak baldi baldwin ballard ballerini ballesteros balogun balzer bamberger banas bancroft
bandeira banerjee bangura bankole banks bannister baptista baptiste baran baranowski barba barbato barbe barber barbier barbieri barbosa barclay bardsley bari
barker barlow barnard barnes barnett baron barone baroni barr barre barrera barreto barrett barrientos barrio barrios barron barros barroso barry bartczak
bartel bartels barth barthel barthelemy bartlett bartoli bartolini barton bartsch barua basak basile bassani basso bastian bastos basu bateman bates batista
battaglia battista battisti baudin baudry bauer bauerle baum baumann baumeister baumgartner bausch bautista baxter bayer bazin beach beale beasley beattie
beatty beaufils beaumont beauregard becerra bechtel beck becker beckers beckett beckham beckmann bednarek bednarz beekman beer begley begum behr behrendt
behrens belkacem bell bellanger bellini bellucci belmonte belo belotti beltrame beltran benali benard benavente benavides bender benecke benedetti benedict
benetti benitez benito benjamin benjelloun benner bennet bennett benoit bensaid benson bentley benvenuti benz berard berends berg berger berghaus bergmann
bergsma berlin bermudez bernabe bernal bernard bernardi bernhard bernhardt bernier bernini berntsen berry berthelot berthier berthold bertin bertoli bertolini
bertolucci bertram bertrand berube besnard besson best betancourt bethge bettencourt bettini betts bevilacqua beyer bezerra bhagat bhalla bhandari bhatia
bhatt bhattacharya biagi bianchi bianco biasi bibi biedermann biela bielak bielecki bielefeld biermann biggs bigot bihan billard billings binder bingham birch
bird bischof bischoff bishop biswas bittencourt black blackburn blackwell blair blake blanc blanchard blanco blank blankenship blaschke blasco blaszczyk
blazquez bleich blin bloch block blok blom blondel bloom blum blume boakye boateng boccia bochmann bock bode bodin boekhout boer boers boettcher bogaert
bogdan bogusz bohm bohme bohn bohnert bohorquez boisseau boivin bolton bolz bond bonetti bonfanti bonfiglio bonhomme bonilla bonn bonnard bonneau bonner
bonnet bonnin bonomi booker boon boone boonstra boot booth borchardt borchers borden borek borg borges borghi borgmann borkowska borkowski born borowski
borrego borst bos bosch boschi bosco bose bosman bosque bosse bossi botelho both bottcher bouchard boucher bouchet boulanger boulay bouman bouquet bourdon
bourgeois bousquet boutin bouvier bouwman bouwmeester bouzid bowden bowen bowers bowles bowman boyce boyd boyer boyle bozkurt braam bracken bradford bradley
bradshaw brady braga bragg brambilla branca brancato branco brand brandao brandl brands brandstetter brandt branson braun braunschweig bravo bredow
breitenbach bremer brendel brennan breton breuer brewer briand bridges briggs bright brink brinkmann brito britton brock brook brooks brouwer brouwers brown
browne browning bruce bruckmann bruckner brugger bruijn bruin bruneau brunel brunet bruni brunner bruno bruns bryan bryant bryson brzozowski buchanan buchholz
buchmann buchner buckley budde budzynski bueno buhler bui buijs bukowski bull bullock bunge bunting buonocore burch burger burgess burghardt burgos burke
burkhardt burmeister burnett burnham burns burr burris burton bury busby busch buschmann busetto bush busse bustamante bustos butler butz byers byrd byrne
caballero cabello cabral cabrera cacciatore caceres cadet caetano cafiero cai calabrese caldas caldeira calderon caldwell calero callaghan callahan calleja
calloway calvi calvo camacho camara camargo camerini cameron camp campana campbell campillo campos camus canale canales candiani candido canning cannon cano
canovas cantrell cantu cao capasso capelli cappelletti capuano caputo caraballo carballo carbone carboni cardenas cardinale cardona cardoso carey carini
carlier carlin carlisle carlson carlsson carlton carmichael carmo carmona carnahan carneiro carnevale carney caron carpenter carpentier carr carranza carrasco
carre carrera carrillo carrion carroll carson carta carter cartier caruso carvalho carver casado casals casas case casella casey cash castaldi castaldo
castaneda castellano castellanos castelli castelo castiglione castillo castle castro catalano cattaneo cavaco cavalcanti cavalieri cavallo cavanaugh cazares
cazorla ceballos ceccarelli cecchi ceccoli cerda cerezo cerny cerqueira cerri cervantes chacon chadwick chae chaffin chagas chakraborty cham chambers
champagne chan chandler chandra chang chao chapman chapuis charles charlet charpentier charrier charron chartier chase chatterjee chatterji chaudhary chaudhry
chaudhuri chauvet chauvin chaves chavez cheema chen cheng cheon chessa cheung chevalier chiang chiba chiesa child childers childs chin chiu chmiel cho choe
choi chojnacki chopra chou choudhury chow chowdhury chretien christ christensen christian christie chu chua chung church churchill ciccone cicero cichy ciesla
cieslak cifuentes cimino ciprian cirillo cisneros cisse claes claessen clancy clapp clark clarke claus clay clayton cleary clegg clemens clement clemente
clements clemons clerc cleveland clifford cline coates cobb cobo cocco cochran coelho coenen coffey coffman cohen cohn coker colas colbert colby cole coleman
coletti coley colin collado collet collier collins colombo colon colucci colvin combe combs comi compton conceicao concepcion conde conklin conley connell
connelly conner connor connors conrad conroy constantin conti contreras conway cook cooke cooley cooney cooper copeland coppens coppola corbett corbin
cordeiro cordero cordes cordier cordova cornejo cornelissen cornelius cornell cornet corrado corral correa correas corrigan corsi corsini cortes cortez cossu
costa coste coughlin coulibaly coulon coulter court courtens courtney courtois cousin coutinho couto couture couturier covington cowan cowell cox coyle
cracknell craig cramer crane cranston crawford cremer crespin crespo cresswell croft crompton cronin cros crosby cross crouch crowe crowley crowther cruz
cuadrado cubero cuenca cuesta cuevas cui culp cummings cunha cunningham cuomo curran currie curtin curtis cuypers cyr czaja czajka czarnecki czech czerwinski
daalder dahl dahlberg dahlgren dahlmann dalessandro daley dalton daly damasceno damiani damico damm dang dangelo daniel daniels danielsen danielsson danna
danz darby darwish das dasgupta dasilva datta daugherty davenport davey david davidson davies davis davison dawkins dawson day deacon deal dean deangelis
dearing deb debray debruijn decker deiana deichmann dejong dekker dekkers delacroix delahaye delaney delannoy delarosa delattre delaunay deleon delfino
delgadillo delgado delmas delorme deluca demarco demaria dembele demir deml dempsey deng dengler denicola denis denk dennis denton denys derksen derrick desai
desantis descamps deschamps deshmukh deshpande desmet desrosiers deutsch devaux devine devlin devos devries dewit dewitt dexheimer dhillon dia diallo diamond
diana diarra dias diaz dick dickens dickerson dickinson dickson didier diehl diekmann dietrich dietz diez dijk dijkhuis dijkstra dill dillard dillon dimarco
ding dinh diop diot diouf dirks dittmann dittrich dixit dixon doan dobbins dobrowolski dobson dodd dodson doe doerr doherty dohm dolan domagala dombrowski
domingos domingues dominguez donahue donaldson donati donato dong donnell donnelly donoghue donohue donovan doorn doran doria doring dorn dorsey doucet
dougherty douglas douglass dourado dowling downey downing downs doyle drake drechsler dreher dreier drescher dressler drew dreyer driessen driscoll drost
drouet drozd drummond du duan duarte dubbeld dube dubey dubois ducharme ducrocq duda dudek dudley duffield duffy dufour dufresne duggan dujardin duke dumas
dumont duncan dunham dunlap dunn dunning duong dupin dupont dupre dupuis dupuy duran durand durant durante durham durr dutra dutta dutton duval dvorak dyer
dziedzic dziuba eagle earl eastman eastwood eaton ebeling eberhardt eberle ebert ebner ebrahimi echevarria echeverria eck eckert eckhardt eddy edelman eder
edmonds edmondson edwards effiong egan egea egger eggers ehlers ehrhardt eicher eichhorn eichler eigner eijk eisele eisenberg ekwueme elias elizalde elizondo
elkins eller elliott ellis elmore elsayed elsner elzinga emerson emery emmerich emmons enders endo engel engelen engelhardt engelmann engels england engler
english engstrom ennis enriquez epstein erdmann erdogan erhard erickson eriksen eriksson erler ernst ertl ervin erwin escobar escobedo escribano escudero
espejo espinola espinosa espinoza esposito esposti esser esteban esteve esteves estrada etienne eubanks evans evers evrard ewald ewing exposito eyring eze
fabbri faber fabian fabiani fabre fabris fahey fairchild faivre falcon falcone falk fall fallon fan fanelli fang fanning farah faria farias farina farinha
farley farmer farnsworth farooq farouk farrar farrell farris fathi faulkner faure faust favier favre favreau fay faye fazio fearn fechner feeney fehling fehr
feist felber felder feldman feldmann felix fellows felton feng fenton ferguson fernandes fernandez ferrand ferrandiz ferrante ferrara ferrari ferrarini
ferraro ferraz ferreira ferrer ferreri ferri ferris ferro ferry fiala fichtner fiedler field fielder fields fierro figueira figueiredo figueroa fijalkowski
filho filipek filippi filippini finch fink finke finley finn finnegan finney fioravanti fiore fiorentino fischer fischetti fisher fitch fitzgerald fitzpatrick
fitzsimmons flach flanagan flanders fleck fleischer fleischmann fleming fletcher fleury flick flood florczak flores florian florio floris floyd flynn foerster
fofana fois foley folger fonseca fontaine fontana fontes forbes ford forde foreman forman forrest forsberg forster forsyth forte fortier fortin fortuna
fortunato foss fossati foster foucault foucher fournier fowler fox fraga fragoso fraile franca franceschini franchi francis francisco franco francois frank
franke frankel frankenberg franklin franks franssen frantz franz franzen franzoni fraser frazer frazier frederick fredriksen fredriksson freeman freire
freitag freitas french frenette frenzel freudenberg freund frey freyer frias frick friedl friedman friedmann friedrich friedrichs fries frigerio frisch
fritsch fritz fritzsche froehlich frohlich fromm frost fry frye fu fuchs fuente fuentes fuhrmann fujimoto fujita fukuda fuller fulton fumagalli funk funke
furlan furtado fusco gabler gabriel gaddafi gaetano gage gaggero gagne gagnon gaillard gaines gajda gajewski galan galasso galeazzi galiano galindo gallagher
gallant gallardo gallego gallet galletti galli gallo galloway galvan galvez galvin gambino gamble gamboa gamero gandhi gandolfi ganesan ganguly gann gao garay
garber garces garcia gardner garg garner garnier garofalo garreau garrett garrido garrison gartner garvey garza gascon gaspar gaspari gates gatti gatto gaudet
gauthier gavin gawlik gawron gay gebhardt geerts gehrke geier geiger geisler geist geller geng genovese genovesi gentile gentry george georges gerard gerber
gerhardt gerlach germain gerrits gerritsen gerstner gervais gessner ghani gherardi ghorbani ghosh giacomelli giannetti giannini giannone gibbons gibbs gibson
giese giesecke giesen gigli gil gilbert gilchrist giles gill gilles gillet gilmore gilroy gimenez ginn giordano giorgi giraldo girard giraud girault giuffrida
giuliani giusti glaser glass gleason gleich glenn glockner glover glowacki gnann gobbi gobel godard godfrey godinho godoy godwin goebel goetz gohring
goikoetxea golab goldberg golden golding goldman goldsmith goldstein goller gomaa gomes gomez gomis goncalves gonsalves gonzales gonzalez good gooden goodman
goodrich goodson goodwin goossens gordon gore gori gorka gorman gorski goss gosselin gosset goswami goto gottschalk gotz gough goujon gould gouveia gowda
goyal graaf grabowska grabowski grace gracia grady graef graf graff graham granados granata granda grandi grandjean granger grant grasser grassi grasso grau
graves gray graziani graziano greco green greenberg greene greenfield greenwood greer greggio gregoire gregory greiner grenier greve grewal grey griffin
griffith griffiths grigg griggs grilo grimaldi grimes grimm griswold gritti groen groot gros gross grosse grossi grossman grove grover gruber gruner grunewald
grunwald grzelak grzyb gu gualtieri guan guardiola guarino guedes guerin guerra guerreiro guerrero guerrin guerrini guevara guichard guidi guidotti guijarro
guilbert guillaume guillemin guillen guillon guillot guillou guimaraes gunn gunther guo gupta gustafson gustafsson gut gutierrez gutmann guy guyon guyot guzik
guzman ha haack haag haan haas haase habermann hacker hackett haddad hadley hagan hagemann hagen hager hahn hahnemann haidar haider haines hakimi halderman
hale haley hall haller halvorsen hamada hamann hamdan hameed hamel hamer hamid hamilton hammer hammond hamon hampton hamza han hancock hand haney hanke hanks
hanna hannemann hansen hanson hansson hao haque hara harada harden hardin harding hardy hargreaves harlan harley harmon harms haro harper harrell harrington
harris harrison hart hartl hartley hartman hartmann hartog hartung hartwell hartwig haruna harvey hasan hasegawa hashemi hashimoto haskell haskins hassan
hastings hatch hatcher hatfield hauer haug haupt hauser hausmann havens hawkins hawley hawthorne hayashi hayden hayes haynes hays hayward haywood healey healy
heath hebert hecht heck heckmann hedges heffernan heider heijden heil heim hein heine heinemann heinrich heinrichs heinz heitmann helbig held heller hellwig
helm helms helmuth hemingway hempel henderson hendricks hendrickson hendriks hendrix henke henley hennig henning henriksen henriques henry hensel hensley
henson hentschel heo herbst heredia hering herman hermann hermans hermes hermoso hermsen hernandez herndon herold herr herranz herrera herring herrmann
hershberger hertel hervas herve herzog hess hesse hester hettich heuer heun heuvel hewitt heyer heyne hickey hickman hicks hidalgo higgins higgs higuchi
hilbert hildebrand hildebrandt hill hiller hilliard hillmann hilton hinds hines hinkle hinojosa hinrichs hinton hintz hinz hirano hirsch hirt hitchcock ho
hoang hoarau hobbs hoch hochstetter hodge hodges hodgson hoek hoekstra hofer hoffman hoffmann hoffmeister hofman hofmann hofstra hogan hoge hohmann hohne
holanda holbrook holcomb holden holder holl holland holley holliday hollis hollmann holloway holm holmberg holmes holmgren holt holz holzer holzl homan honda
hong hood hoogeveen hooper hoover hopf hopkins hoppe hopper horn horner hornung horst horstmann horton horvat horvath hoshino hoskins hosseini hou houghton
houle houston houtman howard howe howell hoyer hoyt hsu hu hua huang hubbard huber hubert hubner huck hudson huerta huertas huet huff huffman huggins hughes
huijbers huisman hull humbert hummel humphrey humphreys hundt hung hunt hunter hurley hurst hurtado husain hussain hussaini hussein hutchins hutchinson huth
huynh hwang hyde iacono ibanez ibarra ibrahim iglesias ignaczak igwe ihle iida ikeda imai imbert immel ingram iniesta innocenti inoue iorio iqbal ireland
iriarte irvine irving irwin isaac isermann ishida ishii ishikawa islam issa ito ivanov iverson ivy iwasaki iwu iyer izquierdo jabbar jaber jablonski jacinto
jackson jacob jacobi jacobs jacobsen jacobson jacquemin jacques jacquet jacquot jadhav jaeger jafari jager jagoda jahn jahnke jaimes jain jaiswal jakob
jakobsen jalali jalloh jamal james jameson jamet jamil jamison janas janiak janicki janik janke jankowski jansen jansens janssen jansson januszewski janzen
jara jardim jarosz jarvis jasinski jassim jastrzebski jaworski jean jedrzejczak jeffers jefferson jeffries jenkins jennings jensen jenssen jeon jeong jeschke
jesus jha jia jiang jimenez jin johansen johansson johns johnson johnston jolivet joly jonas jones jonge jonker joo joosten jordan jorgensen joseph joshi jost
jourdan jover joyce jozwiak juarez judd julien jung junker junqueira jurado jurgens kabir kaczmarek kaczor kaden kahl kahn kaiser kalb kaleta kamara kamau
kaminski kaminsky kammerer kamp kampen kampmann kane kaneko kang kania kanu kaplan kapoor kappel karas karimi kariuki karl karlsen karlsson karsten kaspar
kasper kasprzak kato katz kauffman kaufman kaufmann kaur kavanagh kawaguchi kawasaki kay kaya kazemi kazmierczak keane kearney keating kedzierski keegan
keeler keen keene keil keiser keita keith keizer keller kelley kellogg kelly kelsey kemp kendall kendrick kennedy kenney kenny kent kern kerr kersten kessel
kessler kettler keyes keys khalid khalil khan khanna khatib khatun khumalo kidd kiefer kiesel kikuchi kilgore kilian kim kimani kimball kimura king kingsley
kinney kinoshita kipkemoi kirby kirchhoff kirchner kirk kirkland kirkpatrick kirsch kirschner kitamura klaassen klaus klaver kleber kleijn klein kleine
kleinert klemm klimczak klimek kline kling klinger klink klomp klos klose kloss klotz klug kmiecik knapp knauer knecht knight knobloch knoll knoop knopf knorr
knott knowles knox knudsen kobayashi koch kociolek koehler koenig koffi kohl kohler kohlmann kojima kok kolar kolasa kolb kolbe koller kollmann kolodziej
konate kondo kondrat kone kong konieczny konig koning konishi kono konrad kooij kooijman koopman koopmans kopec kopf kopp korhonen korner koroma korte kos
kosinski kosmala koster kostrzewa kot kouassi kouyate kovac kovacs kowal kowalczyk kowalewski kowalik kowalski kozak kozera koziel kozlowska kozlowski kraemer
kraft krahl krajewski kramer kramm kratz kraus krause krauss krawczyk krebs kremer kress kreuzer krieg krishnamurthy kristensen kroger krohn krol krolak kroll
kronen krueger kruger kruk krupa kruse krzeminski kubacki kubiak kubica kubo kucharski kuczynski kudo kuhlmann kuhn kuhne kuhnert kuijpers kuiper kuipers
kujawa kula kulkarni kumar kunkel kunz kunze kupfer kurek kurowski kurth kurtz kurz kusiak kuster kuznetsov kwak kwan kwarteng kwiatkowski kwok kwon laan
labbe labelle laber lacerda lach lacombe lacoste lacour lacroix lacy ladner ladwig lafleur lafuente lagarde lago lai laine laird lal lalonde lam lamanna lamas
lamb lambert lambrecht lambrechts lamprecht lamy lancaster landers landi landmann landry lane lang lange langer langley langlois lanza lanzi lapointe laporte
lara larkin laroche larose larsen larson larsson laseur laskowski lasserre latham lattanzi lau lauer laughlin launay laurent lauri lauterbach lavergne lavigne
lavoie law lawal lawler lawrence lawson layton lazaro lazzari leach leal leavitt lebel leblanc lebon lebreton lebrun lech lechner leclerc lecoeur lecomte
lecoq lederer ledesma ledoux leduc lee leeuwen lefebvre lefevre lefort legault legendre leger legrand legros lehman lehmann lei leicht leigh leighton leist
leitao leite lejeune lelievre lemaire lemaitre lemieux lemmens lemoine lemon lemonnier lemos lenk lenz leo leon leonard leone leoni lerch leroux leroy lesage
lessard lester leung leuschner levasseur leveque levesque levin levine levy lewandowska lewandowski lewis lhomme li liang liao licht lichtenberg lieberman
liebermann liebig liebscher liguori lim lima lin lincoln lind lindberg linde lindemann linden lindgren lindholm lindner lindqvist lindsay lindsey lindstrom
link linke linn lipinski lippe lippert lippmann lira lis lisowski little liu livingston llamas llorente lloret lloyd lo lobato lobo locatelli locke lockhart
lockwood loeb loffler logan lohmann lohr loi loiseau lok lomas lombard lombardi lombardo london long longo loon looney loos lopes lopez lopresti lorente
lorentz lorenz lorenzo lorusso losada lott lotti louis lourenco louro lovell lowe lowell lowery lowry lozano lu lucas lucchesi lucero lucia luciani luck
luders ludtke ludwig lugo luijten luis lujan lukas lukasik luke luna lund lundberg lundgren lundqvist luo luong lupo luque lutter lutz luu ly lynch lynn lyon
lyons lyu ma maas maassen mabry macdonald mace macedo machado macia macias maciejewski mack mackay mackenzie macleod madden maddox madeira madej mader madison
madrid madsen maeda maes maestas maestre magalhaes maggi magnani maguire mahajan maher mahler mahmood mahmoud mahmud mahnke mahoney mai maia maier maierhofer
maillard maillot main maina maiorano majcher majchrzak majewski maki makowski malagoli maldonado malec malek malhotra malik malinowski mallet mallory malone
maloney mameli mancini mancuso mandal mandel mandelli manfredi mangan mangold manley mann manning manrique mansfield mansour mansouri mantovani manzano manzo
manzoni mao marangoni marchal marchand marchese marchesi marchetti marchi marciniak marcos marcus marczak marechal mariani marie marin marinho marini marino
marion mariotti markowski marks marlow marquardt marques marquez marquis marr marra marrero marrone marsh marshall marszalek martel martell martelli martens
marti martin martinelli martinez martini martino martins marty maruyama marx marzano marzec masala mascarenhas masi maslowski mason massa massey masson
masters masuda mata matczak mateo mateos mateu matheson mathews mathias mathieu mathis matias matos matsuda matsui matsumoto matsuo matta mattern matthes
matthews mattioli mattos matusiak matysiak mauer maurer mauro maury maxwell may mayer mayes maynard mayo mayoral mayr mays mazur mazurek mazza mazzoni mbeki
mbuyi mcadams mcafee mcallister mcbride mccabe mccaffrey mccain mccall mccann mccarthy mccartney mccarty mcclain mcclellan mcclure mcconnell mccord mccormack
mccormick mccoy mccracken mccray mccullough mcdaniel mcdermott mcdonald mcdonough mcdowell mcelroy mcevoy mcewen mcfadden mcfarland mcgee mcgill mcginnis
mcgovern mcgowan mcgrath mcgraw mcgregor mcguire mchugh mcintosh mcintyre mckay mckee mckenna mckenzie mckinley mckinney mcknight mclaughlin mclean mcleod
mcmahon mcmanus mcmillan mcnally mcnamara mcneil mcneill mcpherson mcqueen mcrae meadows medeiros medici medina medrano mees megias mehnert mehrotra mehta mei
meier meijer meijers meinhardt meireles meister mejia mele melendez melero melis mello melnyk melo melton melzer menard menchaca mendes mendez mendonca
mendoza menendez menezes meng menon mensah menzel mercado mercer mercier merino merkel merlo merrill merritt merten mertens mertz mesquita messana messina
messner metcalf mettler metz metzger metzler meucci meunier meyer meyers mezei miceli michaels michalak michalski michaud michel michels michiels middleton
mielczarek mielke migliore mikolajczyk milani milano miles milewski millan millard miller millet mills milner min minor miralles miranda mirza mishra mitchell
mitra mittal miura miyamoto miyazaki mizuno mo moghaddam mohamed mohammadi mohammed mohedano mohr mok mokoena molenaar molina molinari molinero moll moller
monaco moniz monnier monroe monson montague montalvo montanari monteiro montenegro montero montes montgomery monti montiel montoya moody moon mooney moore
mora moraes morales moran morand morandi moreau moreira morel morelli moreno moretti morgan morgenstern mori morillo morin morita moritz moroni morris
morrison morrissey morrow morse mortensen morton morvan moser moses moss mota motta moulin moura mourao mouton moya moyo mross mroz mrozek mucha mueller
muhammad muhlbauer mukherjee mukherji mulder mulders mullen muller mullins munch mundt munguia munoz munro mura murakami murata murcia murdock murgia murillo
murphy murray musa musgrave musial musso mustafa mutua mwangi myers nachtigall nadar nadeau nagai nagel nagy naidoo naidu nair nakagawa nakajima nakamura
nakano nakayama nam nance napoli napolitano naqvi naranjo narayan nardi nascimento nash nasser nath naumann nauta nava navarre navarrete navarro navas
nawrocki ndiaye ndlovu neal neely neff negri nehring nelissen nelson neri nesbitt neto neubauer neubert neuhaus neuhauser neumann neuner neves neveu neville
newell newman newton ng ngata ngcobo nghiem ngo nguyen nichols nicholson nickel nicolai nicolas nicoletti nicolini nieddu niedzwiecki nielsen niemann niemiec
nieminen nieto nieuwenhuis nijhuis nikolaus nilsen nilsson nishida nishimura nixon nkosi noack nobrega noel nogales noguchi nogueira noh nolan noll nolte
nomura noonan noort norman normand noronha norris north norton norwood novais novak novotny nowacki nowak nowakowski nowicka nowotny ntuli nunes nunez nyberg
nygaard nyong oakley oberg oberhuber obermeier obi obrien ocampo ochieng ochoa oconnell oconnor odhiambo odinga odom odonnell oehler oertel ofori ogawa ogden
ogunleye oh ohara oishi ojeda ojo okada okafor okamoto okeefe okeke okonkwo okoro okoye oldham oleary olejniczak olejnik oliva olivares olivas oliveira oliver
oliveri olivier olivieri ollivier olmo olmstead olsen olson olsson olszak olszewski omondi oneal oneill ong onishi ono onyango ooms oosterhuis opitz opoku
oppermann ordonez orefice orellana orlandi orlando orlowski orourke orozco orr orru orsini ortega ortiz ortmann osborn osborne osei osgood osinski osman
osorio osterkamp ostermann ostrowski osullivan oswald ota otero otieno otsuka ott otte otten otto ouattara ouedraogo ouellette ouwerkerk ouyang overton
owczarek owens owusu oyelaran pabst pace pacheco pacini packard padgett padilla pagan pagani pagano page pages paige paik paine painter paiva paixao pajak pak
palacio palacios palazzo palermo palladino palma palmer palmieri palmisano palomares palomo paluch palumbo pandey panek pang panico paoletti papa papadopoulos
pape pappas paquette pardo paredes parejo parent paris parisi park parker parks parodi parr parra parrish parry parsons partridge parzych pascal pascual
pasquier passos pasternak pastor pastore pate patel paterson pathak patil patino patricio patrick patterson patton paul paulino paulsen paulson paulus pauwels
pavan pavlov pavon pavone pawlak pawlik pawlikowski pawlowski paxton payet payne payton paz peacock pearce pearson peck pecoraro pedersen pedroza peeters
peinado peixoto pelaez pellegrini pellegrino pelletier pellicer peltier pena peng penn penner pennington pepe pepper peralta percy perea pereda pereira perera
peretti perez perini perkins perlman peron perotti perreault perret perri perrier perrin perron perrone perrot perry persson pesce pesch pessoa pestana peter
petermann peters petersen peterson petit petitjean petri petrov petrovic petrucci pettersson petty petzold pfaff pfeifer pfeiffer pfister pfluger pham phan
phelps philip philipp philippe phillips phipps piasecki piatek piazza picard picchi piccolo pichon pickering piechota pieper pierce pieri pierre pierson
pietras pietrzak pietsch pike pilarski pillai pimenta pimentel pineau pineda pinheiro pinho pinna pinto piotrowski piper piras pires pirozzi pisano pitt
pittman pitts pizarro pizzi plank plante platt plaza plummer pluta podgorski poe pohl pohlmann poirier polak polanco poletti poli polk pollard pollock polman
polo ponce poncet pons pool poole poorter pope popiel popp porcu portela porter portillo porto poschl post postma potter pottier potts poulain poulin poulsen
pountney powell power powers pozo pozzi pradhan prado prandi prasad prater prates pratt preis prescott presti preston preuss prevost price prieto prigent
prince prins pritchard privitera probst proctor proenca proietti pronk proulx provost prudhomme pruitt prusak pryor przybyl przybylski ptak puddu puente pugh
pugliese puglisi puig puigdemont pujol pullman purcell purdy puschmann putnam pyrek qadir qasim qian qin qiu quach quandt quaranta quaresma quemener quere
quesada quezada quigley quinlan quinn quintana quintanilla quintas quintero quiroga quiros qureshi raab raabe raaijmakers raczka rademacher radtke rafferty
ragland ragusa rahimi rahman raimondi raines rainey raja rajan rajput ralston rama raman ramaswamy ramires ramirez ramos ramsey rana randall randle randolph
rangel ranke rao raphael rapp rasch rashid rasmussen ratajczak ratcliff rath rathbone rathod rau rauch raupach rausch ravelli rawat rawlings ray raymond
raynaud read rebollo reboucas redding reddy redlich redman redmond redondo reece reed reeder rees reese reeves regan regnier rego rehberg rehm reiche reichel
reichelt reichert reichmann reid reilly reimann reimer reimers reinecke reinhardt reinhart reinke reis reiter remy ren renard renaud renault rendon renner
renteria renz renzi resch resende reuss reuter reuther revilla rey reyes reyna reynolds rhein rhodes ribeiro ricard ricardo ricci ricciardi rice rich richard
richards richardson richmond richter ricketts rico ridder riddle ridley rieck riecke riedel riedl riegel rieger riemann riera ries riggs rigoni riley rinaldi
rincon ring ringer rios rist ritchie ritter rivas rivera rivero riviere rizvi rizzo roach roark robb robbins roberge roberson robert roberts robertson robin
robinson robison robledo robles robson roca rocca rocco rocha roche roda roder rodgers rodrigue rodrigues rodriguez roe roehl roelofs rogalski roger rogers
rohde rohr rohrbach rojas rojek roland roldan rolf rolfes rolland rollins roman romano romanowski romer romero roncalli rooijen rooney roos root rosa rosado
rosales rosario rosas rosch rose rosell rosen rosenbaum rosenberg rosenfeld rosenstein rosenthal rosetti rosiak rosler ross rossetti rossi rossini rosso rost
rota roth rothe rothman rourke rousseau roussel rousset roux rovira rowe rowell rowland rowley roy royce royer rubin rubio rucker ruckert rudd rudiger
rudnicki rudolf rudolph rueda ruff ruffini ruffo ruggeri ruggieri ruggiero ruhl ruiz rummel runge rupp rush rusk russ russell russi russo rust ruth rutherford
rutkowski rutledge rutten ruud ruysdael ryan rybak rybicki ryder ryu rzepka saavedra sabater sabatini sabbatini sacchi sachs sachse sadeghi sadowski saeed
saez sailer sainz saito sakai sakamoto sakurai sala salamanca salas salaun salazar salcedo saldana saleh salem salerno sales salgado salgueiro salim salinas
salmon salter salvador salvatore salvi salvini sampaio sampson samson samuel samuels samuelsson sanchez sancho sandberg sander sanders sanderson sandhu
sandoval sanfilippo sanford sangare sani sanna sano santacruz santamaria santana santangelo santiago santini santoni santoro santos sanz sapp saraiva sargent
sarkar sarmiento sarno sarr sarti sartor sartori sasaki sasse sastre sato sattler saucedo sauer sauerland saunders sauvage savage savoia sawicki sawyer saxena
sayed sayers scala scalise scanlon scarpa schaaf schaap schade schaefer schafer schaffer schaller schank schaper scharf schatz schaub scheffler schell schenk
schenkel scherer schiavone schick schiffer schiller schilling schindler schipper schippers schirmer schlegel schleicher schlichting schlosser schlotter
schlueter schluter schmelz schmelzer schmid schmidt schmied schmitt schmitter schmitz schnabel schneider schneiders schnell schnitzler schober scholl scholte
scholten scholz schomburg schon schonfeld schorn schott schouten schrader schramm schreiber schreiner schroder schroeder schroer schroter schubert schuh
schuhmann schuler schuller schulte schulten schultes schultz schulz schulze schumacher schumann schuster schutte schutz schutze schuurman schwab schwaiger
schwalm schwartz schwarz schwarze schwarzer schweiger schweizer schwenk schwenke scognamiglio scott scully seabra seaman searle sears seay sechi seco seeger
segers segovia seguin segura seibert seidel seidl seidler seifert seiler seitz seixas selby sellers semedo sen sendler senger seo sepulveda sequeira serafin
serafini serpa serra serrano serrao sessa seth sethi severin severo severson sevilla sewell sexton seymour shaffer shafi shah shaikh shannon shao sharma sharp
shaw sheehan sheffield sheikh shelby shell shelton shen shepard shepherd sheppard sheridan sherman sherwood shi shibata shields shim shimada shimizu shin
shoemaker short shultz sial sibley siddiqui sidhu siebert siedlecki siegel siemens siemon sienkiewicz sierra sievers sikora sikorski silva silveira silver
silverman silvestri silvestrini simao simard simeone simmons simms simoes simon simonetti simons simonsen simonsson simpkins simpson sims sinclair singer
singh singleton sinha sipes siqueira sisk sisodia sithole skaggs skelton skiba skinner skowron skowronek skrzypczak slade slater slaughter sloan slot slowik
small smart smeets smit smith smits smolarek smyth snell snijders snow snyder soares sobczak sobczyk sobieraj sobolewski sobral socha sohn sokol sokolowski
solano soldati solecki soler solis soliz solomon somers sommer sommerfeld song soni sonntag sorensen sorenson soria soriano sorrell sorrentino sosa soto soule
sousa southern souza sow spaans spada spagnolo spangler spano sparks spears speck spector spence spencer sperling spicer spiegel spies spinelli spitz sprague
springer springmann spurling srinivasan stachowiak stachura stack stadler stafford stahl stahlmann staley stam stamm stanford stang stankiewicz stanley
stanton staples stark starr stasiak stauffer stec stecher steel steele steen steenbergen stefanelli stefani stefaniak steffen steffens stegemann stegmann
steiger stein steinbach steinberg steinbrecher steiner steinhauer steinke steinmetz stelzer stengel stenzel stephan stephens stephenson stepien stern
sternberg stetson stevens stevenson steward stewart stiegler stiles still stock stocker stokes stolk stoll stoltz stolz stone storch storey story stout strand
strasser stratton straub strauss strazzullo strickland stringer strobel stroh strong stroud struck strzelecki stuart stubbs stumpf sturm su suarez subramanian
suess sugawara sugimoto sugiyama suh sullivan sultana sultani sumner sun sundaram sundberg surma sutherland sutter sutton suzuki svensson svoboda swain swan
swanson swart swartz sweeney swenson swiatek swiderski swift swinkels syed sykes sylla sylvester szabo szafranski szczepaniak szczepanski szczygiel szewczyk
szostak szulc szymanska szymanski szymczak tachibana tadesse tagliaferri taguchi takagi takahashi takeda takeuchi talbot tall talley tam tamayo tamm tan
tanaka tang tanguy taniguchi tanner tapia tarantino tardif tarrant tate tatum taube tavares tavora taylor teague tedesco teichmann teixeira tejada tejedor
tejera teles tello tempel temple templeton tena tenorio terada terpstra terranova terrell terry tesch tesfaye tessier testa thai thakur thaler thamm thapa
thayer theis theisen theiss theriault therrien thiam thibault thiel thiele thielen thieme thierry thies thiessen thijssen thoma thomann thomas thompson
thomsen thomson thorn thornbury thorne thornton thorpe thorsen thurman thurston tian tibbs tidwell tiedemann tiemann tietz tillman tillmann timm timme timmer
timmerman timmermans tipton tiraboschi tkacz tkaczyk tobin todd tolbert toledo tomas tomasi tomaszewski tomczak tomlinson tompkins ton tonelli tong toomey
toro torralba torre torrence torres torrez torrisi toscano tosi toth toure toussaint tovar towns townsend tracy trainor tran traore trapp trautmann travers
traverso traylor treiber trejo tremblay trentini trevino trevisan trevisani trillo trindade trinh tripathi triplett tripodi trivedi trojanowski tromp trotter
trottier trout true trujillo truong tsai tsang tschirner tse tshabalala tsuchiya tucker tully tuohy turati turco turcotte turek turk turner turpin tuttle
twardowski twomey tyler tyszka ubeda uchida uddin ueda ueno uhl uhlig uijl ullmann ulloa ullrich ulrich umar underhill underwood unger unruh upton urbach
urban urbaniak urbanski urbina urena uribe urrutia urso usher usman utley vaccaro vachon vaidya vaillancourt valadao valadares valadez valdes valdez valencia
valente valenti valentine valentini valenzuela valeri valero valette valiente valk valle vallee vallejo valles vallet valls valverde vance vandyke vanegas
vanni varela varga vargas varma varner varo vasconcelos vasquez vasseur vaughn vaz veen veenstra vega veiga veit velarde velasco velasquez velazquez velde
veldhuis velez veloso venkatesan ventura venturi venturini vera verbeek verbruggen verdejo verdi verdier verdugo verga vergara verhagen verheijen verhoef
verhoeven verkerk verma vermaat vermeer vermeulen vernon veronesi verschuren verstraete vetter vezzali viale viana viani vicente vicini vick vickers vico
victor vidal vidigal viegas vieira viera vierling vigano vigneron vila vilches vilela villa villalba villalobos villani villanueva villar villareal villarreal
villegas vinas vince vincent vinci vink viola virtanen visconti visscher visser vitale vitali vitiello vivaldi vivas vives vlaming vliet vo voelker vogel
vogler vogt voigt voisin volk volkmann vollmer volpe volpi vonk voorn vos voss vries vroom vu vuong wachter wada waddell wade wadsworth wagenaar wagenknecht
waggoner wagner waheed wahid wahl waite wakefield walczak wald walden waldman waldmann waldron walker walkowiak wall wallace waller wallin walling walls walsh
walter walters walther walton wan wang wanjiku wanke wanner warchol ward ware warfield warner warnock warren warsame washington wasik wasilewski wasserman
watanabe waterman waters watkins watson watt watters watts waugh way wdowiak weatherly weaver webb weber webster weckert weeks wegener wegner wehner wei
weichert weidemann weidner weigand weigel weigelt weijers weil weiland weimann weimer weinberg weiner weinert weinmann weinstein weir weis weise weiser weiss
welch welker weller wellman wells welsh wen wendel wendt wentworth wenzel werle werner wernicke wertz wesley wessel wessels west westbrook westcott westerberg
westermann weston westphal wetzel whalen wharton wheatley wheeler whelan whipple whitaker whitcomb white whitehead whitehouse whitfield whiting whitley
whitlock whitman whitmore whitney whittaker whittington wichmann wick wickham wiebe wieczorek wiedemann wiedmann wieland wiersma wierzbicki wiese wiesinger
wiesner wiggins wight wijk wijnen wilcox wilczek wild wilde wilder wiley wilhelm wilhelmi wilk wilke wilken wilkins wilkinson wilks will willard wille willems
willemsen willett williams williamson willis willms willoughby wills wilmot wilson wimmer winchester windham windisch wing winkel winkelmann winkler winn
winslow winston winter winters winther wirth wirtz wise wisniewska wisniewski wit witczak witek witkowski witt witte wittig wittmann wlodarczyk wnuk woerner
wojcik wojtas wojtkowiak wolf wolfe wolff wollmann wolny wolski wolters wolthuis womack wong wood woodall woodard woodruff woods woodson woodward wooten
worley worth worthington wouters wozniak wray wren wright wrobel wrona wrzesinski wu wuest wulf wulff wunder wunsch wurm wyatt wylie wynn xavier xia xiao xie
xiong xu xue yadav yamada yamaguchi yamamoto yamashita yamazaki yan yancey yanez yang yao yarbrough yasuda yates yazzie ybarra ye yeager yeboah yee yeo yeung
yi yilmaz yim yin yip yoder yokoyama yoo yoon york yoshida yoshikawa yost young youngblood yount ypma yu yuan yue yun yuste yusuf zabala zabel zaborowski
zaborski zaccaria zafra zagalo zago zaidi zajac zajaczkowski zalewski zaman zambelli zambrano zamora zamorano zanden zander zanella zanetti zang zani zanini
zanoni zapata zapf zappa zaragoza zarate zaremba zavala zawada zawadzki zayas zeeman zeidler zeitler zeller zeng zepeda zettl zhang zhao zheng zhong zhou zhu
zieba ziebarth ziegler zielinski ziemann zijlstra zimmer zimmerman zimmermann zink ziolkowski zmuda zobel zoller zorn zorzi zou zuber zucca zucchi zucker zuk
zulu zuniga zurek zwaan zwart zwick zych
`

export const SURNAMES: ReadonlySet<string> = new Set(
  (LIST + SURNAMES_MORE + SURNAMES_ELSEWHERE).split(/\s+/).filter((name) => name !== ''),
)
