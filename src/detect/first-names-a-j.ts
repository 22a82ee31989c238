/**
 * First names that are common in English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish and other
 * European languages, in South and East Asia, Africa and the Middle East; lower case, without marks. Common knowledge, written down by
 * hand: those up to j.
 */
export const FIRST_NAMES_A_J = `
aafke aagje aagot aaliyah aaltje aamir aanya aapo aarav aarne aaron aart aarti aase aatu abbas abbondio abby abdallah abdelaziz abdelkader abdelkarim
abdelrahman abdikadir abdirahman abdou abdoulaye abdourahmane abdul abduljabbar abdulkarim abdulla abdullah abdulrahman abdurrahman abe abebe abeer abel
abelardo abena abhay abhijit abhinav abhishek abigail abilio abimbola abiodun abiola abosede abraham abril abu acacio achieng achille achilleas achim adaeze
adalbert adalberto adalgisa adalyn adam adamma adamu adao adaobi adarsh adauto addison addolorata adebayo adebisi adebola adedayo adekunle adel adela adelaida
adelaide adelchi adele adelheid adelia adelina adeline adelino adelmo ademar ademir adenike adeola aderito adesola adetokunbo adewale adham adi adil adilson
adisa aditi aditya adjoa adnan adolf adolfo adonis adoracion adri adriaan adrian adriana adriano adrien adrienne advait adwoa afaf afonso afranio afsaneh
aftab afua agapito agata agatha agathe aglae agnaldo agnes agnese agnieszka agostina agostinha agostinho agostino agueda agus agustin agustina ahana aharon
ahlam ahmad ahmadou ahmed ahmet aicha aida aidan aiden aikaterini aiko aileen ailton aime aimee aimi aino ainsley airton aisatu aisha aishwarya aissatou
aitana aitor ajay ajit akane akari akash akbar akello akemi akhil akhilesh akihiko akiko akinori akinyi akio akira akosua akram aksel akshat akshay akua
akwasi alaa aladdin alaide alain alan alana alarico alastair alban albano alberico albert alberta albertina alberto albertus albin albina albino albrecht
alceo alceu alcides alcina alda aldair aldana alden aldo aldona alec aleena aleida aleix aleixandre aleixo alejandra alejandro aleksander aleksandr aleksandra
aleksandre aleksei aleksey aleksi aleksy alena ales alessandra alessandro alessia alessio aletta alex alexander alexandra alexandre alexandria alexandrine
alexandros alexandru alexei alexey alexia alexis alfio alfons alfonsina alfonso alfred alfreda alfredo alhassan ali alia alice alicia alicja alida alienor
alimatou alin alina aline aliou alioune alipio alireza alisa alisha alison alistair alix aliya alka allan allen allison alma almerinda almir almudena almut
alois aloisia aloisio alojzy alonso aloys alper alphonse altair altamiro alton alva alvaro alvin alvise alwin alyona alyson alyssa alzira amaal amadeo amadeu
amadeusz amadi amador amadou amaelle amaka amalia aman amancio amanda amandeep amandine amandio amani amar amara amari amarildo amarjit amaro amauri amaury
amaya ambika ambre ambrogio ambroise ambrosio amedea amedeo amelia amelie amer americo amerigo amihan amilcar amilcare amina aminata aminatou amineh amir
amira amit amita amitabh amjad ammar amol amos amparo amrei amrita amy anabel anabela anaclara anacleto anael anahit anais analia anand anandi anant ananya
anas anastasia anastasio anastasios anastazja anatol anatole anatoli anatoly anca ancelin anders andi andras andre andrea andreas andree andreea andrei
andreia andreina andres andresa andreu andrew andrina andriy andrzej andy aneta anette angela angele angelia angelica angelika angeliki angelina angelique
angelo angie angiolina angiolo angustias anh anibal anicet aniela aniello anika aniko anil aninha aniruddha anirudh anish anisha anisio anita anja anjali
anjana anjum anke ankie ankit ankita ankur anmol ann anna annabel annachiara annalisa annalise annamaria annarita anne annebel annechien annegret anneke
annelie annelien annelies anneliese annelore annelotte annemarie annemiek annemieke annet annette anni annick annie anniek annika anniken annikki annmarie
annunziata anoek anong anouk ansel anselme anselmo ansgar anshul ansu ante antenor antero anthime anthony antje antoine antoinette anton antonella antoni
antonia antonie antonieta antonietta antonina antonino antonio antonios antonis antonius antoon antti anuj anupam anuradha anurag anushka anwar anya aoife
aparecida aparna apinya apolline apolonia apoloniusz apoorva apostolos aquilino arabella araceli aram arantxa aranzazu ararat arash arcangelo archana
archibald archie ard areej areeya arend argyris ariadna ariana ariane arianna arie arief ariel ariella arif arild arinze aristide aristotelis arja arjan arjen
arjun arkadiusz arkady arlene arleta arlete arlindo arlo arman armand armanda armando armel armelle armen armi armida armin armindo arnaldo arnau arnaud arndt
arne arno arnold arnoud arnulf aron arpine arpita arrigo arsen arsenio artak artem artemio artemisia arthit arthur artur arturo artyom arun aruna arundhati
arunima arvid arvind arwa asad asami asante asbjorn asdrubal asgeir asha ashima ashish ashley ashok ashot ashraf ashton ashutosh ashwin ashwini asif aslaug
asli aslihan asma asmaa asmae assane assetou assuncao assunta asta astghik astolfo astorre astou astri astrid asuka asuman asuncion atanasio athanasios athina
atieno atif atle atsuko atsushi attilio atul aubin aubrey aude audra audrey audun augusta auguste augustin augusto aukelien aukje auma aurea aurelia aureliano
aurelie aurelien aurelio aurora aurore ava avelino avery avi avigail avinash avraham awa awad awino axel axelle aya ayaan ayaka ayako ayame ayane ayano ayat
aydin ayelet ayesha ayhan aykut ayla aylin ayman aymeric aynur ayodele ayokunle ayse aysegul ayten ayu ayub ayumi ayumu ayushi azad azadeh azhar aziah aziz
aziza azlan azman azra azubuike azucena azzurra baard babacar babajide babak babatunde baber babette babita badr baerbel bahar bahareh baher bahram bakary
bakr balaji balakrishnan balazs balbina baldassarre baldev baldomero balint balla baltasar baltazar balwinder bambang bamidele banu bao baptiste barbara
barbel barend baris barnabe barnaby barney barry bart bartek bartel barthelemy bartlomiej bartolo bartolome bartolomeo bartolomeu bartosz baruch bashar bashir
bashiru basile basilio basim basma bassam bastiaan bastian bastien battista batuhan batya bautista bayani bayram bayu beata beate beatrice beatrijs beatrix
beatriz becky begona begum behnam behrouz bekir bela belarmino belen belgin belinda belmiro beltran ben bence benedetta benedetto benedict benedicte benedikt
benedita benedito benedykt bengt beniamin beniamino benigno benita benito benjamin bennie benny benoit bente benvenuto benvinda benzion berend berengere
berenice bergljot berit berk berkay berna bernabe bernadeta bernadette bernard bernarda bernardete bernardetta bernardino bernardo bernd bernhard bernice bert
berta bertha berthe berthold bertille bertrand bertus bessie betania beth bethan betsie bettina betty betul beverley beverly bhagwan bharat bharati bhaskar
bhavana bhavesh bhavna bhavya bhupinder biagio bianca bibiana bice bienvenido bilal bilge bina bindu binh binta bintou bipin birger birgit birgitta birte
bishnu bjarne bjarte bjorn blair blaise blanche blandine blanka blas blazej blythe boban bobby bodo bogdan boglarka bogna bogumil bogumila boguslaw boguslawa
bohdan bohdana bohuslav bojan bolanle boleslaw bonaventura bonifacio bonifacy boonmee borchert borghild boris borislav borja borje bouba boubacar boudewijn
bouke bowen bozena brad bradley brage bram brandi brandon branko braulio breanna brecht brechtje bregje brenda brendan brendon breno brent brett brian brianna
brianne brice bridget brigida brigitta brigitte brijesh brisa brita britney britt britta bronislaw bronislawa bronwyn bruce brunella brunello brunhilde bruno
brunon bryan bryce brygida bryn brynjar bryony budi bukola bulent bunmi burak burcu burkhard burkhardt bushra byron caatje cadence caetana caetano cagla
caglar caio caitlin caleb calixto callie callum calogera calogero calum calvin cameron camila camilla camille camillo camilo canan candace candelaria candice
candido cansu capucine cara carel carey caridad carina carine carl carla carlene carles carlijn carlito carlo carlos carlota carlotta carlton carly carmel
carmela carmelina carmelo carmen carmine carmo carol carola carolann carole carolien carolin carolina caroline carolyn carrie carsten casandra casey casilda
casimiro caspar casper cassandra cassandre cassia cassiano cassie cassio catalin catalina catarina caterina cathal catharina catherine cathrine cathy catriona
cayetana cayetano cecil cecile cecilia cecilie cecylia cedric cees ceferino celedonio celestin celestina celestine celestino celia celina celine celso cem
cemal cemile cengiz ceren cerys cesaltina cesar cesare cesareo cesira cetin cezary chaim chaiwat chalerm chana chandan chandani chandra chandrakant
chandrasekhar chantal chantelle chaoyang charalampos charlene charles charlie charline charlotte charmaine charu chava cheikh chelsea cheryl chetan chetna
chiamaka chiara chibuzo chidi chidiebere chie chiedu chieko chiel chihiro chika chikako chikezie chima chimamanda chinasa chinedu chinelo chinh chinmay
chinonso chinwe chinyere chioma chirag chitra chiyo chizoba chloe chris christa christel christelle christer christiaan christiane christie christien
christina christine christoph christophe christopher christos chrysa chukwudi chukwuebuka chukwuemeka chukwuma chunhua ciara cicero cidalia cidinha cihan
cindy cinzia ciprian cipriano ciro claartje claas claire clara clarence clarice clarinda clarissa clarisse clark claude claudete claudette claudia claudie
claudine claudinei claudio claudiu claudius claus clayton cleber cleide clelia clemence clemens clemente clementina clementine cleo cleonice cleto cleusa
clifford clive clodoaldo clotilde clovis coby cody coen coenraad colby coleen colette colin coline colleen conceicao concepcion concetta conchita connie
connor conny conor conrad consolata constanca constantin constanze consuelo coos cora coralie corazon corbin cordelia cordula corentin corey corien corina
corine corinna corinne corne cornel cornelia cornelio cornelis cornelius corrado corrie cosima cosimo cosme cosmin costantino costanza costel courtney
covadonga craig crescencio crescenzo crisanto crisostomo cristen cristian cristiana cristiane cristiano cristina cristobal cristoforo cristovao csaba cuifen
cuong curtis custodia custodio cynthia cyprian cyprien cyriaque cyril cyrille cyryl czeslaw czeslawa daan dafna dafne dagfinn dagmar dagny dagobert dagoberto
daiane daichi daiki daisuke dalal dalia daliah dalibor dalila dalisay daljit dalmazio dalva damaso damian damiano damiao damien damilola damini damla damon
dan daniek daniel daniela daniele danielle danilo danique dankwart danny dante danusa danuta daouda daphne darby darcy daren daria darius dariush dariusz
darko darlene darnell darren darryl darshan darshana daryl daryna dave davi david davide davina davit davor dawid dayna dayo deandre deanna debbie debora
deborah debra dedi deena deepa deepak deepali deepika deidre deirdre deise dejan delaney delfim delfin delfina delia delmira delores delphin delphine demarcus
demba demetrio demetrius denes denilson denis denise denisha dennie dennis denny denys deolinda derek derya deshawn desiderio desiree desmond despina detlef
detlev devendra devika devin devrim dewi dezso dhananjay dhanya dharmendra dhruv diallo dian diana diane dianna dico didier diederik diego dieke diep dieter
diethelm dietlinde dietmar dietrich dieudonne diewertje dilek dilip dilys dimitra dimitri dimitrios dimitris dina dineke dinesh dinh dinis dino diogo dionisio
dionizy dipak dipti dirce dirceu dirk ditmar divina divya diya diyar djalma djeneba djibril dmitri dmitriy dmitry dmytro dobroslawa dogan doina dolores
domagoj domenico dominga domingas domingos dominic dominick dominik dominika dominique domitilla donal donald donata donatella donatien donato dongmei donna
donny donosti donovan dora doreen dorian doriana doriane doriano dorien dorin dorine doris dorival dorle doron dorota dorotea dorothea dorothee dorothy doug
dougal douglas douwe dov dragan dragana dragos drazen driekus duc duco dumitru duncan durga durval dusan dustin duy duygu dvora dwayne dwi dwight dyanne dylan
dymitr ebba ebe ebele eberhard ebony ebru ece eckart eckhard eda eddy edelgard edelmira edelmiro edeltraud edgar edgardo edi edie edilson edinho edite edith
edivaldo edmar edmilson edmond edmondo edmund edmundo edna edo edoardo edouard eduard eduarda eduardo edvard edward edwin edwina edyta eefje eelco eeli eelke
eemeli eero eetu eeva effie efigenia efrain efrat efren efstathios efthymia efua egbert egidio egil egisto egon ehrenfried ehsan eija eiji eike eiko eileen
einar eino eirik eirini eitan ejike ekaterina ekaterine ekene ekkehard eko ekta elad eladio elaine elazar elbert elcio elco elda eleanor eleanora eleftheria
elena eleni eleonor eleonora eleonore eleuterio elfi elfriede elham eli elia eliana eliane elias elide eliezer eligio elijah elin elina eline elinor elio
eliot eliott elisa elisabet elisabete elisabeth elisabetta elisangela elise elisenda eliseo eliseu eliyahu eliza elizabeth elizaveta elke ella elleke
ellemieke ellen elli ellie ellinor elliot elliott ellis elly elmar elmer elnaz elodie eloi eloisa eloise elpidio els elsa elsbeth elselien elsie elske elspeth
elton elvezio elvira elwira elza elzbieta emad emanuel emanuela emanuele emeka emel emelie emeline emeric emerson emery emese emeterio emi emidio emiel emiko
emil emile emilia emilian emiliana emiliano emilie emilien emilio emily emine emma emmanuel emmanuelle emmett emmi emmy emrah emre encarnacion encarni endang
endre enea engelbert engin enid eniko enitan enno enoch enora enric enrica enrichetta enrico enrique enriqueta ensio enza enzo eoin epifania epifanio epke
erasmo ercole erdal erdem erdogan eren erhan erhard eri eric erica erich erico erik erika eriko erin erkan erkki erlend erling ermanno ermelinda erminia
erminio erna ernani ernestina ernestine ernesto ernst eros errol ersilia ersin erwan erwann erwin eryk eryka erzsebet esa esam esha esin eskil esme esmee
esmeralda espen esperance esra estanislao esteban estefania estela estelle ester estevao esther esti eszter etelvina ethan ethel etienne etsuko etta ettore
euclides eudes eufemia eufrasio eugen eugene eugenia eugenie eugenio eugeniusz eulalia eulalie eulogio eunice eurico eusebia eusebio eustaquio euzebiusz eva
evamaria evan evandro evangelia evangeline evangelos evaristo evelien evelina evelyn evelyne everaldo everett evert everton evgenia evgeniy evgeny evi evrard
ewa ewald ewan ewaryst ewelina ewout expedito eyal eyerusalem eylem eytan eyvind ezekiel ezequiel ezio fabia fabian fabiana fabiano fabien fabienne fabio
fabiola fabrice fabricio fabrizia fabrizio facundo fadi fadia fadila fadime fahad fahd fahim faisal faiz faiza faizal famke fang fangfang fanny farah farai
faraja fares farhad farhan farhana farid farida farideh farouk farrukh faruk farzana fatemeh faten fathi fatih fatiha fatima fatimah fatma fatou fatoumata
fatoumatou fausta faustine faustino fausto faustyn faustyna fawaz fawzia fayez faysal fedde fedele federica federico fedor feike felicia feliciano felicidad
felicidade felicie felicien felicitas felicity felicja feliks felipa felipe felisa felisberto felix femi femke fenna fenne ferdinand ferdinando ferdynand
ferenc fereshteh fergus ferhat feride fermin fermina fernand fernanda fernande fernando fernao feroz ferruccio ferry fevzi fidel fidela fieke fien figen
fikile filiberto filip filipa filipe filippa filippo filiz filomena finja finlay finley finn finnegan fiona fiorella fiorenza fiorenzo firas firat firmin
firmino firouz fitri flaminia flavia flaviana flaviano flavie flavien flavio fleur florbela florencia florencio florent florentin florentina florentino
florentyna florian floriana floriane floriano florin florinda floris floyd fokke folake folasade folkert fons foppe fortunata fortunato fotini fotis fouad
fran franca frances francesc francesca francesco franciane francine francis francisca franciszek franciszka franck francois francoise franjo franka frankie
franklin frans fransje frantisek franz franziska franzjosef fraser frauke fred freda freddie freddy frederic frederica frederick frederico frederiek frederik
frederike frederique fredrik freek freya frida fridolin frieda friedbert friedel friedemann friederike friedhelm friedrich fritz frode frouke froukje
fructuoso fryderyk fuad fulgencio fulvia fulvio fumihiko fumiko fumio funda funmi funmilayo furaha furio furkan fyodor gabi gabin gabino gabor gabriel
gabriela gabriele gabriella gabrielle gabrysia gael gaelle gaetan gaetana gaetane gaetano gagan gagik gaia gail galileo galina galit galo gamze ganesh garegin
gareth garrett garry garth gary gaspar gaspard gaspare gaston gastone gathoni gaurav gautam gauthier gavin gavino gayane gayatri gea gebhard geert geertje
geertruida geeta geir gela gelsomina gemma genaro generosa generoso genevieve genival genki gennady gennaro genoveffa genoveva genowefa geoff geoffrey
geoffroy georg george georges georgeta georgette georgi georgina georgios georgy gerald geraldine geraldo gerard gerardo gerben gerd gerda gerdien gereon
gerfried gergely gergo gerhard gerhild gerjan gerlando gerlinde germa germain germaine germana germano gernot gero geronimo gerrie gerrit gerritjan gershon
gert gertjan gertraud gertrud gertruda gertrudes gertrudis gervais gervasio gerwin gesa gesine geske getulio gevorg geza ghada ghassan gheorghe gherardo
ghislain ghislaine ghulam giacinta giacinto giacoma giacomo giada giambattista giampaolo giampiero gian giancarla giancarlo gianfranco giang gianluca
gianluigi gianmarco gianmaria gianna gianni giannis gianpaolo gianpiero gideon gidon gigliola gijs gijsbert gila gilad gilbert gilberte gilberto gilda gildas
gilles gillian gilmar gilson gina gineke gines ginette ginevra gino gioacchino gioconda gioele giordana giordano giorgi giorgia giorgina giorgio giorgos
giosue giovana giovanna giovannella giovanni girish girolamo gisbert gisela gisele gisella giselle gislinde gita gitanjali gitta giuditta giulia giuliana
giuliano giulietta giulio giuseppa giuseppe giuseppina giusi giustina giustino givanildo gizem gjermund gladys glauber glauco gleb glenda glenn glora godefroy
godfrey goffredo gokhan gonca goncalo gonzague gonzalo gopal gopalakrishnan goran gordana gordon goro gosia gosse gottfried gotthard gotthold gottlieb govind
graca graciela graciete gracinda graeme graham graziana graziano graziela graziella grazyna greetje greg gregg gregoire gregor gregoria gregorio gregory greta
gretchen grete gretel gretha grigori grigory griselda gro grzegorz guadalupe gualtiero guang gudmund gudrun guendalina guenter guenther guerino guglielmina
guglielmo gugu guia guida guido guilhem guilherme guilhermina guillaume guillem guillermina guillermo guinevere guiomar guiying gul gulay gulcan gulsen
gulshan gulten gumersindo gunda gundula gunhild gunilla gunn gunnar gunter gunther gunvor guoqiang gurpreet gursharan gustav gustava gustave gustavo gustaw
guus guusje guven guylaine gwen gwenael gwenaelle gwendoline gwendolyn gwenola gwyneth gyongyi gyorgy gyula haakon habib habiba habte hadas hadiya hadley
hafez hafiz hafizah hafsa haifa haile hailey haim haitham haiyan hajime hajnalka hajo hakan hakim hakob hakon hala haley halil halima halina halszka haluk
halvard halvor halyna hamad hamada hamadou hamdan hamed hamid hamida hamish hamza hana hanako hanan hanane hande hanh hani hania hank hanna hannah hanne
hanneke hannele hannelore hannes hannie hannu hans hansje hansjoerg hansjorg hanspeter haoran haoyu haralambos harald harbhajan hardik harini harish harjit
harleen harmeet harmen harmke harold haroon haroun harpreet harri harrie harriet harrison harro harry harsh harsha harshita hartmut hartwig haru haruka haruki
haruko harumi harun haruna haruto hasan haslina hasmik hasna hassan hasso hatem hatice hattie hawa haya hayat hayato haydar haydee hayden hayk hayley hector
hedda hedwig hege heide heidemarie heiderose heidi heidrun heike heikki heiko hein heiner heini heino heinrich heinz heitor hektor helder heleen helen helena
helene helenice helga helge helia helio heliodoro hella helle hellmut helmi helmut helmuth heloisa heloise hema hemant hendra hendrik hendrika hendrikje
hendrikus henk henna hennie henning henok henri henrietta henriette henrik henrike henrique henriqueta henry henryk henryka heraclio heraldo herbert herculano
heribert heriberto herman hermann hermano hermenegilda hermenegildo hermien hermine herminia herminio herta hertha heru herve hesham hessel hester hiba hicham
hidde hideaki hidehiko hideki hideko hideo hidetoshi hien hieronim hieu higinio higino hikari hikaru hila hilaria hilario hilary hilda hilde hildegard
hildegund hilkka hilletje hilmar hiltrud hina hinata hipolit hipolito hippolyte hiram hiroaki hirofumi hiroki hiroko hiromi hironori hiroshi hiroto hiroyuki
hisako hisao hisashi hisham hiske hitesh hitomi hitoshi hjalmar hoa hoang hoda hodan holger hollie homer homero hongmei honorata honorato honore honorina
honorine honorio horace horacio horia horst hortencia hortense hortensia hossam hossein hotaru houda houssam hovhannes howard hrant hrvoje hubert hubertus
huda hugh hugo hugues huguette huib huibert huiling hulya humaira humberto humphrey huong husam huseyin hussain hussein huub huy huyen hyejin hyeon hyun
hyunjin hyunwoo ian iara ibrahim ibrahima ibtisam icaro ichiro ichrak idalina idan idar idris idrissa idzi iefke ieke ifeanyi ifeoma ifeyinwa iffat iga iginio
ignace ignacia ignacio ignacy ignatius ignazia ignazio igor ihab ihor ikechukwu ikenna iker ikram ikuko ilan ilana ilaria ilario ilda ildefonso ildiko ileana
ilenia ilham ilhan ilidio ilka ilkay ilker ilkka ilmari ilona ilse ilya imad iman imane imanol imelda iminza imke immacolata immo imogen imran imre ina inaam
inacia inacio inaki inas inbal inci indah indalecio indira indra indrani ines inez inga inge ingeborg ingelore inger ingo ingolf ingrid ingunn ingvar ingvild
inigo inkeri inmaculada innocenzo inocencio insa intisar ioan ioana ioanna ioannis iolanda ion iona ionel ionela ionut ipek ippolito iqbal iracema iraci
irakli iratxe irem irena irene irenee ireneusz irfan iria iride irina irini irja irma irmela irmeli irmgard irmina irmtraud irvin irving iryna isa isaac
isabel isabela isabell isabella isabelle isac isacco isadora isagani isaiah isaias isaltina isam isamu isatou isaura isaure isha ishaan ishaq ishita isidora
isidoro isidro ismael ismail ismaila ismet isobel isolda isolde israa issa issam issouf istvan itai itala itamar itsuki itumelang itzhak itziar iulia iulian
iuliana iva ivan ivana ivanilda ivano ivete ivica ivo ivone ivor iwan iwo iwona iyabo iyad izabel izabela izaura izumi izydor jaakko jaana jaap jabbar jaber
jabir jabulani jacco jacek jacinta jacinto jacira jackie jacky jaclyn jacob jacoba jacobo jacobus jacopo jacqueline jacquelyn jacques jadwiga jaehyun jaewon
jafar jaffar jagdish jahnavi jai jaideep jaime jair jairo jake jakob jakub jalal jalen jamal jamar jameela james jameson jamie jamil jamila jana janaina
jandira jane janelle janet janete janette jani janice janie janina janine janna janne janneke jannes jannetje jannie jannik jannis janos jans jantine jantje
januario janusz janwillem jared jarek jari jarkko jarl jarle jarmila jarmo jarno jaromir jaroslav jaroslaw jaroslawa jarrod jasbir jasem jasim jasmijn jasmin
jason jaspreet jaswinder jatin javad javier jawad jaya jayant jayanti jayashree jayden jayesh jayne jazmin jean jeanclaude jeanette jeanmarie jeanne jeannette
jeannie jeannine jeannot jedrzej jeevan jef jeferson jeff jefferson jeffery jeffrey jehan jejomar jelani jelena jelle jelmer jemima jen jenaro jenna jenneke
jenni jennie jennifer jenny jeno jens jere jeremiah jeremie jeremy jermaine jeroen jerome jeronimo jerry jerzy jesper jess jesse jessica jessie jessika
jesuina jesusa jetske jetty jiahui jianguo jianhua jianjun jiaqi jiayi jide jignesh jihoon jihye jihyun jikke jill jillian jim jimena jimin jimmie jimmy
jindrich jingjing jinhua jiri jirina jiro jisoo jisu jitendra jitka jitske jitze jiwon jiwoo jiyeon jiyoung joachim joakim joan joana joann joanna joanne joao
joaozinho joaquim joaquin joaquina joasia jocelia joceline jocelyn jocelyne jochem jochen jodie jody joe joel joelle joep joerg joern joey johan johann
johanna johannes john johnnie johnny jokin joko jolanda jolande jolanta jole jolene jolien jolijn jon jonah jonas jonatan jonathan jonathon joni joon joonho
joop joosje joost joran jordana jordane jordi jordy jorg jorge jorgen jorgina joris jorma jorn jorrit jort jorunn jose josef josefa josefina josefine josep
joseph josephine josette josh joshua josiah josiane josias josie josien josine josip josje josselin jost josue jouko jouni jovan jovana jovita jozef jozefa
jozefina jozien jozsef juan juana juanita juanjo juanma juarez jucelino judit judite judith judy judyta juergen juha juhani juho jukka jules julia julian
juliana juliane julianna julianne juliano julie julien julienne juliet julieta juliette julio julita julius juliusz juma jumana junho junichi junji junjie
junko juraci jurema jurgen jurjen jurre jurriaan jurrien juscelino jussi justin justine justino justyna jutta jyoti jyotsna jyrki
`
