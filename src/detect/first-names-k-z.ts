/**
 * First names that are common in English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish and other
 * European languages, in South and East Asia, Africa and the Middle East; lower case, without marks. Common knowledge, written down by
 * hand: those from k on.
 */
export const FIRST_NAMES_K_Z = `
kaan kaarina kabelo kacper kadir kadriye kaede kagiso kai kaija kailash kaique kaisa kaitlin kaitlyn kaito kaja kajal kajetan kajsa kalervo kalevi kalina
kalle kalman kalpana kalyani kamal kamala kamau kamel kamil kamila kamini kamran kanako kanchan kanika kanokwan kanu kanya kaori kapil kara karan karanja kare
kareem karel karen kari karianne karim karima karin karina karine kariuki karl karla karlheinz karlijn karol karolien karolina karoline karoly karst karsten
karthik kartik kartika karuna kasey kashish kasia kaspar kasper katalin katariina katarina katarzyna kate katell katelyn katerina kateryna katharina kathe
katherine kathi kathleen kathrin kathryn kathy katia katie katja kato katri katrien katrin katrina katsuhiko katsumi katsuya kauan kauko kaushik kaveh kavita
kavya kay kayla kayode kazem kazimiera kazimierz kazue kazuhiko kazuhiro kazuki kazuko kazuma kazumi kazunori kazuo kazuya kazuyuki kebede keegan kees keigo
keiichi keiji keijo keiko keimpe keira keisha keisuke keita keith kelechi kelley kelli kellie kelly kelsey kelvin kemal kemi ken kenan kendall kendra kendrick
kenichi kenji kenjiro kenneth kenny kenta kentaro kenzo kerem keren kerri kerry kerstin kerttu ketan ketevan ketil kevin khadija khadijah khadim khady khairul
khaled khalid khalida khalifa khalil khanh khoa khrystyna khumalo khushi kian kiera kieran kikuko kilian killian kimani kimberley kimberly kimiko kimmo kinga
kipchoge kipkemboi kira kiran kirill kirk kirsi kirsten kirsti kirsty kirti kishore kittisak kiyomi kiyoshi kjell kjersti kjetil klaartje klaas klara klaske
klaudia klaus klausdieter klazien klemens klementyna knud knut koen koenraad kofi koharu kohei koichi koji kojo koldo konrad konstancja konstantin konstantina
konstantinos konstanty konstantyn konstanze koos koray korbinian kordian kornel kornelia kossi kostas kosuke kotaro kouadio kouame kouassi kouki kourosh
kresimir krijn krishna krishnan krisna krista kristel kristen kristi kristian kristie kristin kristina kristine kristoffer kristopher kristyna krisztian
krisztina kriti krystal krystian krystyna krzysiek krzysztof krzysztofa ksawery ksenia ksenija kshitij kuba kudzai kuldeep kulwinder kumari kumiko kunal
kunegunda kunibert kunio kunle kurt kushal kveta kwabena kwadwo kwaku kwame kwasi kweku kwesi kyla kyle kylie kyllikki kyoko kyosti kyra kyriakos kyung
kyungsoo lacey lachlan ladislao ladislas ladislau ladislav laercio laetitia laia laila lais lajos lakisha lakshman lakshmi lalit lalita lamar lambert lamberto
lamia lammert lamya landelino lanfranco lanying lara larisa larissa larry lars larysa lasha laslo lasse laszlo latasha latha latif latifa latoya laudelino
laura laure laureano laureline lauren laurence laurens laurent laurentina laurentiu laurenz lauretta laurette lauri laurie laurien laurinda laurine lauro
lautaro lavinia lawrence laxman laxmi layla lazar lazaro lazzaro leah leandra leandre leandro leanne lebo lech leda leela leen leena leendert leentje leevi
lefteris leif leigh leila leire lela leland lelia lena lene leni lenka lennard lennart lenora leny leo leocadia leokadia leon leona leonard leonarda leonardo
leoncio leone leonel leonhard leonid leonida leonidas leonie leonilda leonor leonora leontine leopold leopoldina leopoldo leovigildo lerato leroy lesley
leslie lestari lester leszek leticia letizia levan levent levente levi levin levon lewis lexi leyla lia liam liana liane lianne libania libor liborio libuse
licia lidia lieke lien lieneke lies liesbet liesbeth liesel lieselot lieselotte liesje lieven ligaya ligia lihua liisa lijuan lilia lilian liliana liliane
lilianna liling lilit liliya lilla lilli lillian lillie lilly lilou lina linda lindani linde lindiwe lindsay lindsey lineke lineu lingling linh linn linnea
lino linus lionel lior liora lisa lisandro lisanne lisbet lisbeth lise liselotte lisette liudmila liv livia livio liviu liz liza lizzie lizzy ljiljana ljubica
llorenc lloyd loan loane lodovica lodovico loek loeki loes loic lois lokesh lola lonneke lorant loredana lorella lorena lorenz lorenza lorenzo loreta loreto
loretta lori loriana loris lorna lothar lotta lotte lottie lou louane louie louis louisa louise louison lourdes lourenco lourival lowie luan luana lubaba
lubna lubos luca lucas lucelia lucette lucia lucian luciana luciano lucie lucien lucienne lucile lucilia lucilla lucille lucimar lucinda lucio lucja lucjan
lucrecia lucrezia lucy lucyna ludek ludger ludivine ludmila ludmilla ludo ludomir ludovic ludovica ludovico ludovina ludvig ludvik ludwig ludwik ludwika
luella luigi luigia luigina luis luisa luise luisella luitgard luiz luiza luka lukas lukasz luke lula luminita lungile lupe lusine lutfi luther lutz luuk luus
luzia luzviminda lwazi lydia lydie lyle lyndon lynette lynn lynne lyubomyr lyubov lyudmila maaike maarit maarten maartje maayan mabel mable macarena macario
machiel machteld maciej mackenzie madalena madan maddalena maddie madeleine madeline madelon madge madhav madhavi madhu madhuri madoka mads mael maelle maeva
maeve mafalda magali magalie magda magdalena magdalini magdolna maggie magnhild magno maha mahdi mahendra mahesh mahima mahmood mahmoud mahmud mahmut mahnaz
mahsa maiara maicon maija maik maike maikel maiko maira maisa maisie maite maj majed majid majida makary makena maki makiko makoto maksim maksym maksymilian
malachi malaika malak malati malavika malcolm malee malek malena malene malgorzata malgosia malik malin malini malka mallory malte malwina mamadou mamie
mamoru mamta mamuka mana manabu manal manami manasi mandeep mandla mandy manfred manfredo mangala manik manish manisha manja manjeet manjit manju manjula
manlio manmohan manoel manoela manoj manola manolis manolo manon mansi mansoor mansour mansur manuel manuela mao marc marceau marcel marcela marceli marcelina
marceline marcelino marcella marcelle marcello marcelo marcia marcial marciano marcin marcio marco marcos marcus mareike marek maren margaret margareta
margarete margarethe margarida margarita margaux margherita margie margit margje margo margot margreet margret margriet margrit marguerite mari maria
mariagrazia mariah mariam mariama mariamou marian mariana mariangela marianna marianne mariano maribel marica maricarmen maricel marie marieke mariel mariele
mariella marielle marieme marien marietta mariette marija marije marijke marijn marika mariko marilda marilena marilene marilia mariline marilisa marilyn
marina marinalva marinella marinete marinette marinho marinka marinus mario mariola marion marisa mariska marisol marissa maristela maristella marit marita
marites maritza marius mariusz marivic marja marjan marjatta marjo marjolaine marjolein marjolijn marjon marjorie marketa markku marko markus marla marleen
marlen marlena marlene marlies marlis marloes marlon marnix marquis marre marsha mart marta marten martha marthe martial martien martijn martim martin martina
martine martinha martino martirio martje marton martti marty martyna marvin marwa marwan mary maryam maryann maryla maryline maryse maryvonne marzanna marzena
marzia marzio masaaki masaharu masahiko masahiro masaki masako masami masanori masao masaru masashi masato masaya masayo masayuki masego masood masoud
massimiliano masumi masuo matan mate matej mateo mateu mateus mateusz matheus mathew mathias mathieu mathilde mathis mathurin mathys matias matija matilda
matilde mats matsuko matt mattea matteo matthew matthias matthieu matti mattia mattie matyas matylda maude maura maureen mauri maurice mauricio maurits
maurizia maurizio mauro maurycy mavis max maxence maxim maxime maximiano maximilian maximiliano maximilien maximino maxine maxwell mayank mayara maysa mayte
mayu mayuko mayumi mayuri mazen mbali mbugua meagan mechthild medard meena meenakshi meera megan megha meghan meghna megumi mehari mehdi mehmet mehran mehrdad
mehul meike meilin meiling meindert meinhard meinolf meinrad meintje meir melaine melaku melania melanie melba melchior melchiorre melchor melek melike melina
melinda melisa melissa melitta melodie meltem melusine melvin menachem menno mercede mercia meredith merete merijn merja merlijn mert merve mervyn meryem
meryl messias mesut metin metje mette meysam mher micaela micah micha michael michaela michail michal michalis micheal michel michela michelangelo michele
michelina micheline michelle michiel michiko michio midori mieczyslaw mieczyslawa miek mieke mieko miep mies mieszko miguel miguelangel mihaela mihai mihail
mihaly mihoko miia miikka mijin mika mikael mikako mike mikel mikhail miki mikiko mikio mikkel mikko miklos mikolaj milad milada milagros mildred milena
milica milind milla mille millicent millie milos miloslav miloslawa milosz milou milton mimmo minako minal minami mindy minghao mingming mingxia mingyu minh
minho minjae minji minjun minke minna minoru minseo minsu miodrag mircea mirco mireia mireille mirela mirella miren miriam mirja mirjam mirjana mirka mirko
miron miroslav miroslaw miroslawa mirta mirthe misaki misako mislav mitali mitchell mithun mitsuko mitsuo mitsuru miu miwa miwako miyako miyoung miyuki mizuki
mladen moacir modest modeste modesto modou moe mohamad mohamed mohammad mohammed mohan mohandas mohd mohini mohit mohsen moira moises mojtaba mollie molly
momoka momoko monica moniek monika monique montse montserrat monty morad mordecai mordechai morena moreno morgana morgane moritz morris morten morteza
mortimer moses moshe mostafa motoko mouna mourad moussa mpho mridula mthunzi muhammad muhammed muhammet muhoza muhsin mukami mukesh mukhtar mukta mukul mulu
muna munir munira murad murali muralidharan murat muriel murilo murray murtaza murugan musa musab mustafa mustapha muthoni mutlu mutua mwai mwangi mwende
mykhailo mykola mylene myra myriam myrna myrthe nabeel nabil nabila nadege nader nadezhda nadim nadine nadir nadiya nadja nadzieja naeem naftali nagesh nagib
nagisa nahla nahuel naif naima nair najat naji najib najla najwa nalan naledi nalini naman namrata nanako nanami nancy nandini nandita nandor nanna nanne
naoki naoko naomi naoto naoya nara narayan narayanan narcyz narek narendra naresh narges nargis narine naser nashwa nasim nasima nasir nasreen nasrin nasrul
nasser nastya natale natalia natalie natalina natalino nataliya natalya natascha natasha natercia nathalie nathan nathanael nathaniel natividad natsuki
natsuko natsumi nattapong naveen navneet navya nawaf nawal nayef nazan nazanin nazareno nazaret nazario nazia nazli ndeye ndidi neal nebojsa necati nechama
necla ned neelam neelima neeltje neema neeraj neeru neeta negin neha neide neil neiva nektarios nelia nelida nelleke nellie nelma nelson nemanja nemesio nenad
nerea nereida nerina nerio nerone nese neslihan nestore neta nettie neusa neuza neville nevio ngan ngoc nguyet nhung niamh nicanor nicasio nicholas nick nicky
nicla niclas nicodemo nicola nicolae nicolas nicolasa nicolau nicole nicoleta nicoletta nicolette nicolina nicolo nidal nidhi nidia niek niels nienke nieves
nigel nihad nihat niilo niina nikhil nikita nikki niklas niko nikodem nikola nikolai nikolaj nikolaos nikolaus nikolay nikos nilce nilda nilde nilesh nilgun
nilo nils nilson nilton nilufer nilza nima nimisha nimrat nimrod nina ninon niraj niran niranjan nirav nirmal nirmala nisha nishant nishita nissim nitesh
nithya nitika nitin nitya nivaldo nives nizar njeri njoki njoroge nkechi nkem nkiru nkosana nnamdi nneka noa noah noam nobuko nobuo nobuyuki nodar noe noelia
noelie noeline noelle noemi noemia noemie noha nola nolwenn nomsa nomthandazo nomvula nongnuch nonhlanhla noortje norbert norberto noreen norhayati noriko
norina norio noriyuki norman nosipho notburga noud nouf nour noura novak novella ntombi ntsako nune nuno nunzia nunziata nunzio nupur nura nuraini nuray
nurcan nurhaliza nuri nuria nurit nurten nurul nyambura nyaradzo nyasha oana oanh obdulia obinna oceane ochieng octave octavia octavian octavie octavio oda
odair oddvar odete odetta odette odile odilo odilon oduya ofelia ofer ofir ofra oguz oguzhan ohad okan okechukwu oksana oktawia oktawian oktay ola olabisi
oladipo olaf olamide olav olavi olavo ole oleg olegario oleh oleksandr oleksandra oleksiy olena olesya olga olgierd olha olimpia olinda oliver oliverio olivia
olivier oliviero olivio oliwia oliwier olli ollie oluchi olufemi olufunke olumide oluseyi oluwaseun oluwatobi omar ombretta omer omero omid omkar omri onder
ondina ondine ondrej onesime onni onofre onofrio onur onyeka onyinye ophelie orazio oren oreste orhan oriane orietta oriol orit orlando orly orminda ornella
orsola orsolya orson ortrud ortwin orville orvokki osama osamu oscar oskar osman osmar osmo osnat osorio ossian ostap osvaldo oswald oswaldo otacilio otar
otavio otello othman otilia otis otmar otso ottar ottavia ottaviano ottavio ottilie ottmar otto ottone otylia oumar oumou ousmane outi ove ovidio ovidiu owen
oya oyvind ozan ozge ozgur ozkan ozlem paal paavo pablo paco padma padmini paivi pakpao palak palesa pallavi palle palmira paloma pam pamela panagiota
panagiotis pankaj paola paolina paolo paras paraskevi parineeta parisa parminder parth parul parvaneh parvati parvez parviz pascal pascale pascaline pascoal
pascual pasquale pasqualina patrice patricia patricio patrick patrik patrizia patrizio patrycja patryk patsy patti patty paul paula paule paulette pauli
paulien paulina pauline paulino paulo paulus pavan pavel pavithra pavla pavlina pavlo pavlos pawan pawel payal payam pearce pedram pedro peggy pejman pekka
pelayo pelin pelle peng penha pentti pepa pepe percival percy perla pernille perrine perry pertti petar pete peter petr petra petre petri petro petronella
petros petru petteri petula phil philibert philine philip philipp philippa philippe phillip phoebe phuc phuong phyllis pia piera pierangelo pierfrancesco
piergiorgio pierina pierino pierluigi piero pierpaolo pierre pierrette pierrick piet pieter pieterjan pieternel pietro piia pilar pimchanok pina pinar pinchas
pinky pino pio piotr piotrek pirjo pirkko piroska piyush placido platone pleun pleunie plinio ploy pola poliana policarpo polikarp polina polly pontus pooja
poonam porfirio portia pouya prabha prabhakar prabhat prachi pradeep pragya prakash pramila pramod pranab pranav pranay pranjal prasad prasanna prasert
prashant prateek pratibha pratik pratima praveen predrag preecha preeti preksha prem prerna prescott presentacion priamo primitivo priscila priscilla
priscille prithvi priti priya priyanka prospero protazy prudencio przemek przemyslaw puja pulkit puneet purificacion purnima purushottam pushpa putri qasim
qiang qiuyue quang quentin quincy quinn quinten quintino quinton quique quirino quiteria quyen quynh rabia rachael rachamim rachel rachele rachelle radek
radhika radim radka radomir radoslaw radovan radu rae raed rafael rafaela rafal raffaela raffaele raffaella rafik rafiq raghav raghavan ragheb raghu ragna
ragnar ragnhild rahim rahima rahma rahmat rahul raid raija raik raili raimo raimondo raimund raimunda raimundo rainer rajab rajan rajani rajat rajeev rajendra
rajesh rajeswari rajiv rajkumar rajmund rajni raju rakesh rakhi ralf ralph raluca ramachandran ramakrishna raman ramanathan ramatou ramazan ramesh rameshwar
rami ramin ramiro ramon ramona ramya ramzi randall randi randolph randy rania ranjan ranjana ranjit ranjith raoul raphael raphaelle raquel rasha rashad
rasheed rashi rashid rashida rashmi rasmus rasoul ratan rati ratko ratna rauf raul rauno ravi ravindra rayan raymond raymonde razan razvan rebeca rebecca
rebekah rebekka recep reem reema reena refik refilwe regiane regina reginald reginaldo regino regis reidar reidun reijo reiko reimund reinald reinaldo reinder
reiner reinhard reinhild reinhold reinholde reinier reino reinoud rejane reka rekha remco remedios remi remigio remigiusz remko remy remzi rena renan renata
renate renato renaud rene renee renske renu renuka renzo reshma rethabile reto reuben revathi reyer reyhan reynald reynalda reynaldo reza rhea rhian rhiannon
rhoda rhonda rhys rianne ricarda ricardina ricardo riccarda riccardo richa richard rick ricky rida riddhi ridvan rieks rien rigoberto riho riikka riitta rika
rikako rikke riko riku riley rin rina rinako rinaldo rinat rini rino rinske rinus risa rishabh rishi rita ritesh ritika ritsuko ritu ritva rivka riya riyad
riyadh riza rizky roald roar rob robbert robbie robert roberta robertino roberto robson robyn rocco rochelle rocio rodelio roderick roderik rodney rodolfo
rodolphe rodrigo rodrigue roel roeland roelien roelof rogelio roger rogerio rogier rohan rohini rohit roisin rokia roksana roland rolande rolando rolf romain
roman romana romane romano romao romaric romeo romeu romilda romina rommel romolo romuald romualdo romulo romy ronald ronaldo ronan ronda ronit ronja ronnie
ronny roopa roosmarijn roque rory rosa rosalba rosalia rosalie rosalina rosalind rosalinda rosalyn rosamaria rosamund rosana rosangela rosanna rosanne rosaria
rosario rosaura roscoe roseanne roseline rosella rosely rosemarie rosendo roser roshan roshni rosi rosie rosilda rosina rosinda rosine rosita roslan rosli
rosmah rossano rossella rostislav rostyslav roswitha rowan rowena roxana roxane roxanne roy roya rozalia ruba rubem ruben rubens rubina ruchi ruchika rudi
rudiger rudo rudolf rudolph rudy ruediger rufina rufino rufus ruggero ruggiero rukmini rula runar ruolan rupa rupali rupert ruperto rupinder ruprecht ruslan
russ russell rut rutendo rutger ruth ruti ruud ruzanna ryan ryo ryoichi ryoko ryosuke ryota ryszard ryszarda ryuichi ryuji saad saana saar saara sabah sabiha
sabin sabine sabino sabir sabri sabrina sachie sachiko sachin sadako saddam sadegh sadhana sadia sadik sadio sadiq saeed safaa safak safia safiatou safiya
safwan sagar sagi sahar sahil sahin saida saif sajid sakari sakda saki sakiko sakina sakshi sakura salah salama saleem saleh salete salha salih salim salima
salimata salla sally salma salman salomao salome salomea salustiano salvador salvadora salvatore salwa sam samah saman samanta samantha samar samara sameer
sameera sameh sami samia samih samiksha samir samira sampath samriddhi samu samuel samuele samuli samvel sana sanaa sandeep sander sandhya sandor sandra
sandrine sandro sangeeta sangwoo sanja sanjana sanjay sanjeev sanjiv sanjukta sankar sanket sanna sanne sanneke sanni sante santeri santiago santino santosh
sapir sapna sara sarabjit sarah sarala saraswati saray sargis sari sarika sarina sarita sarka sarla sarmad saroja sarojini sasa sasha saskia sathish satinder
satish satoko satomi satoru satoshi satsuki satu saturnino satyajit satyam saul saurabh saverio savina savino savita savitri sawsan sayaka sayed sayuri sayyid
scott sean sebastiaan sebastian sebastiana sebastiano sebastiao sebastien seda sedat seema seetha sefa sefu seger segismundo segolene seif seiichi seija seiji
seiko sejin sekou selam selcuk selena selene selim selin selina sello selma selvaggia semih semra senait senem senja seojun seoyeon seoyun sepideh seppo
serafim serafin serafina serafino serap sercan serdar serena serge sergei sergey sergi sergio sergiusz serhat serhii serhiy serife serkan servaas seth
settimio seungho seunghyun sevda severiano severina severine severino sevgi sevil sevim seweryn seweryna seydou seyma seymour sezen shaban shabnam shachar
shadia shafiq shahid shahida shahin shahnaz shahram shahrizal shahrzad shai shailaja shailesh shaima shaker shakir shakira shakuntala shalini shamim shane
shanice shaniqua shankar shanna shannon shanshan shanta shanthi shapour sharad sharada sharif sharifa sharmila sharon sharona shashank shashi shaul shaun
shauna shawn shayma sheena sheetal shefali sheila shekhar sheldon shelley shelly shereen sheri sherif sherri sherrie sherry sheryl shigeko shigeo shigeru
shikha shilpa shilpi shimon shin shinichi shinji shinjiro shinobu shintaro shinya shiori shipra shira shiri shirin shirley shiv shiva shivam shivani shizuka
shizuko shlomi shlomo shmuel shobha shoichi shoji shoko shoshana shota shouta shraddha shreya shriya shruti shuang shubham shubhangi shufen shuhei shuichi
shuji shun shunsuke shweta shyam shyamala sian sibel sibilla sibongile sibren sibusiso sibylle siddharth siddhartha sidnei sidney sidonie sidonio siebe
siebrand siebren siegbert siegfried sieglinde siegmar siegmund siegrid siem sien sienna sientje sietse sietske sifiso sigal sigbjorn sigfrid sigmar signe
sigrid sigrun sigurd sigvard siham silas silja silje silke silvana silvania silvano silverio silvestre silvestro silvia silvina silvino silvio silviu simao
simen simo simon simona simone simonetta simplicio simran sinan sindre sinead sini sinikka sinisa sinja siobhan sip siphiwe sipho siranush sirio siriporn
sirkka sirpa sissel sita siti sivan sixten sixtine sixto siyabonga siyu sizwe sjaak sjoerd sjors sjoukje slamet slavica slawek slawomir slawomira slobodan
smadar smita smriti sneha snehal snezana soares sobhi socorro soeren sofia sofie sofiya sohail soham soheil sohrab soichiro sokratis solange solene soline
solmaz solveig solvi somchai somnath somsak sona sonal sonali sonam songul sonia sonja sonke sonsoles sonya soojin sooyoung sophia sophie sora soraia soraya
soren sorin sorina sos sota sotiris souad souleymane soumaila sourav spencer spyridon spyros srdjan sreedhar sreenivas sri sridevi sridhar srikanth srinivas
srinivasan sriram srishti stacey stacy staf staffan stan stanislao stanislas stanislav stanislaw stanislawa stanley stavros stavroula stef stefan stefania
stefanie stefano stefanos steffen steffi steinar stelian stelios stella stellan stepan stephan stephane stephanie stephen steve steven stewart stian stijn
stina stine stjepan stojan stuart sture stuti suat subash subhash subhashini subramaniam subramanian suchart sucheta suchitra sudarshan sudeep sudha sudhakar
sudhir sueli sufyan sugandha sugeng suhail suhair suhana suharto sujata sujatha sujin sukanya sukhdev sukhwinder sulaiman sule suleyman sulochana suman sumana
sumati sumaya sumeet sumiko sumin sumit sumitra sunan sunanda sundar sundaram sune suneel suneeta sungho sungmin sunhee sunil sunita sunniva supaporn supriya
supriyadi suraj surekha suren surendra suresh surinder surya susan susana susann susanna susannah susanne susanti sushant sushil sushila sushma susie sussi
susumu sutrisno suus suvarna suvi suzan suzana suzanne suzette suzume svatopluk svein sven svenja sverre svetlana svitlana swantje swapna swapnil swara swarup
swathi swati syafiq syahrul sybil sybille sybren sylke sylvain sylvaine sylvester sylvestre sylvia sylviane sylvie sylwester sylwia sylwiusz synne synnove
szabolcs szczepan szilard szilvia szymon tabea tabitha tadao tadashi tadeo tadeusz taeyang tafadzwa tafari tahir tahira taichi taiga taiki tainara taisto
takaaki takahiro takako takao takashi takayuki takehiko takeru takeshi takuma takumi takuya tal talal talha talia taline talita talya tamar tamara tamas tamaz
tami tamika tamiko tamim tamires tammy tancredi taneli taner tanguy tania tanisha tanja tanmay tanushree tanvi tanya tapan tapani tapio tapiwa taras tarcisio
tarek tareq tarik tariq tarja tarmo taro tarsicio taru tarun tasha tatenda tatev tatiana tatjana tatsuo tatsuya tatyana taufik tawanda tawfik tayfun tazio ted
teemu teguh teija tejal tejas tejaswini tekin tekla telesphore telma telmo temitope tendai tengiz teodor teodora teodoro teofil teofila teofilo terence
terenzio teresa teresina teresinha teresita tereza terezinha teri terje tero terrance terrell terrence terri teruko teruo tesfaye tess tessa tetiana tetsuo
tetsuya teun teunis teuntje teuvo thabo thaddee thaddeus thais thaksin thalia thamer thanasis thandeka thandi thandiwe thanh thao thawatchai theau thelma
themba theodoor theodor theodora theodore theodoros theophane theophile theresa therese theresia thiago thibaud thibault thibaut thien thierry thijmen thijs
thilo thimothee thirza thomas thora thorben thorsten thu thuli thuraya thuy tiago tiana tiberio tiberiu tibor tiemen tiemo tiest tiffany tigist tigran tihomir
tiina tijana tijmen tijn tijs tillmann tilman tilo tim timea timo timofey timoteo timothee timothy timur tina tinashe tinatin tineke tingting tinus titia
titouan tiwa tiziana tiziano tjalling tjarda tjeerd tobenna tobias tobiasz toby tochukwu todd toivo tokiko tolga tom tomas tomasa tomasz tome tomek tomer
tomio tomislav tomke tommasa tommaso tommi tommy tomohiro tomoka tomoki tomoko tomomi tomoya tonia toninho tonje tonny tony tonya toon topi tor tora torben
torbjorn tord tore torhild toribio torill torkel torquato torstein torsten toru torunn torvald toshiaki toshihiro toshiko toshio toshiyuki tosin touraj
toussaint tova tracey traci tracie tracy traian trang tranquillo traudel traute trent trevon trevor tricia trijntje trilok trine trinh trini trisha tristan
troels trond trude trudy trung truong truus trygve tsegaye tsepo tsubasa tsukasa tsutomu tsuyoshi tuan tugba tugce tuija tulin tullia tullio tulsi tumelo
tuncay tunde tuomas tuomo turgut turhan turid tushar tuula tuulikki tuva tuyet twan tymon tymoteusz tyree tyrell tyrone tytti tytus tzipi tzvi ubah ubaid
ubaldo uberto ubirajara uchenna uday udo ufuk ugo ugochi ugochukwu ugur ujjwal ulf ulisse ulisses ulku ulla ulli ulrich ulrico ulrika ulrike ulysse ulysses
umaima umang umar umbelina umberta umberto umesh umit umut unai unal unathi unni upasana urho uri uriel urmila uros urpo ursel ursula ursule urszula urte
urvashi usama usha usman utami utkarsh uttam utz uwe uzi uzoma vaclav vadim vadym vahan vaibhav vaishali vaishnavi vakhtang valborg valdemar valdir valdirene
valentim valentin valentina valentino valentyna valere valeria valerian valeriano valerie valerio valeriy valery valter valtteri vandana vanderlei vanesa
vanessa vani vanna vanni vardan varsha vartan varun vasant vasanthi vasco vasile vasileios vasiliki vasilis vasily vasudev vasudha vasyl vedant vedat vedran
veena veera veerle vegard veikko veli velma venancio venanzio venera venkat venkataraman venkatesh venla ventura vera verdiana veremundo verena verna vernon
veronica veronika veronique vesa vesna vianney vibeke vibha vicencia vicenta vicente vicki vickie vicky victoriano victorien victorine victorino vidar vidhi
vidya vieno viet vigdis viggo vijay vijaya vikas vikram vikrant viktor viktoria viktoriya vilho viljami vilma vilmos vimal vimala vinay vinaya vinayak vince
vincent vincenz vincenza vincenzo vineet vineeta vinh vinod viola violaine violette viorel viorica vipin vipul viraj viral virat virender virgil virgile
virgilio virginie virginio virgolino viridiana virpi virve vishal vishnu vishwanath visitacion vit vitali vitalina vitaliy vitaly vito vitor vitoria vitorino
vittore vittoria vittorina vittorio vivek vivian viviana viviane vivien vivienne vjekoslav vlad vladan vladimir vladimira vladimiro vladislav vlasta voitto
vojtech volkan volker volkmar volodymyr vrinda vsevolod vuk vusi vyacheslav vyas waclaw waclawa wadim wael wafa wafaa wagner wahid wahyu wairimu wakana
walburga waldemar waldir waleed walenty waleria walerian walery walid wallace walter waltraud wambui wanchai wanda wanderley wangari wangui wanja wanjiku
wanjiru warner waseem wasim wataru wati wawrzyniec wayne weidong weijie weiwei wekesa wenbo wenceslao wencke wendel wendelin wendell wendy wenjie wenjing
wenke wenli wenzel werner weronika wesley wessel whitney wibke wichai widad widodo wiebe wiebke wiebren wieland wiera wieske wieslaw wieslawa wietske wiktor
wiktoria wilbert wilbur wilco wilfred wilfredo wilfrid wilfried wilhelm wilhelmina wilhelmine wilko willa willard willeke willem willemien willemijn willi
william willie willis willy wilma wilson wim wincenty winfried winifred winnie winston wiola wioletta wirginia wissam witold witoslaw wladyslaw wladyslawa
wlodek wlodzimierz wobbe wojciech wojtek wole wolfgang wolfhard wolfram wondimu wonho woodrow woojin wouter wubbo wulan wyatt xabier xander xaver xavi xavier
xaviere xena xenia xiang xiao xiaodong xiaofeng xiaohong xiaojun xiaoli xiaoling xiaomei xiaoming xiaowei xiaoyan ximena xinyi xinyu xiulan xiuying xoan
xolani xuan xuefei yaa yaakov yael yago yahya yair yaiza yakup yan yana yanira yanis yaniv yanling yann yannick yannik yannis yanti yanyan yara yared yaron
yaroslav yasar yaseen yasemin yash yashika yashwant yasin yasir yasmeen yasmin yasmine yasser yasuhiro yasuko yasuo yasushi yasuyuki yavuz yayoi yazan yazid
yde yegor yehuda yehudit yejin yekaterina yelena yeliz yemi yentl yeonjun yervand yesenia yetunde yevhen yewande yfke yiannis yichen yifan yifei yigal yigit
yijun yildiz yiming yingjie yingying yishai yitzhak ylva ymke ynga yngve yoann yoav yochanan yoel yogendra yogesh yogita yohan yohann yohannes yoichi yoko
yolaine yolanda yolande yona yonas yonatan yoona yosef yoshie yoshihiro yoshiki yoshiko yoshimi yoshinori yoshio yoshiro yoshito yossi yosuke youcef youenn
youko younes youness younghee youngho youngjae youngsoo younis yousef youssef yousuf ysaline yua yuanyuan yuchen yudi yuhan yuhua yui yuichi yuji yujin yuka
yukari yuki yukie yukiko yukio yuko yulan yulia yulianto yuliya yumi yumiko yuna yunfei yunus yuri yurika yuriko yuriy yury yusra yusuf yusuke yuta yutaka
yuto yutong yuuki yuuto yuval yuxin yuxuan yuya yvan yveline yves yvette yvon yvonne zacarias zaccaria zachariah zacharie zachary zachery zack zafer zahid
zahir zahra zaid zaida zain zaina zainab zaira zakaria zaki zakia zandile zane zanele zaruhi zawadi zaynab zaza zbigniew zbyszek zdena zdenek zdenka zdenko
zdzislaw zdzislawa zeenat zeev zeferino zeger zehava zehra zeinab zekeriya zelda zelia zelie zeljko zelma zenaide zeno zenobia zenon zephyrin zerrin zewdu
zeynep zezinho zhanna zhenhua zhigang zhihao zhihui zhijian zhiming zhiqiang zhiwei zhiyuan ziad zihan zihao zilda zimo zinaida zineb zita ziva zixuan ziyi
zlatan zlatko zodwa zoe zoey zofia zohreh zoi zoltan zoraida zoraide zoran zorica zosia zoya zsofia zsolt zsuzsanna zubair zuberi zubeyde zuhair zuhal zulema
zulfiqar zulkifli zulmira zurab zuzana zuzanna zvi zvonimir zygfryd zygmunt zyta
`
