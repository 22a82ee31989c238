/** Surnames of the same countries as `FIRST_NAMES_ELSEWHERE`; lower case, without marks. Common knowledge, written down by hand. */
export const SURNAMES_ELSEWHERE = `
huanca mamani caflisch abgrall rinaldi
aaltonen aarts aas aasen abadie abel aberg abrantes aeschbacher aeschlimann afonso agnelli aguero aguiar aguirrezabala ahonen akerblom akesson aksoy
aktas alaoui alekseev alkan althaus altun amundsen andreasen andreev andrieux angelopoulos anghel antal antoniou antonsen anttila apaza arango arikan
arnesen arrizabalaga arslan aslan audet auger avci aversa avram aydemir aydogan azpilicueta babic backer badea baez bagnoli bakke bakken balan balaz
balazs baldini balint balogh bamba banach barbu barragan bartkowiak bartos bayrak beaudoin beaulieu bech bedard bedoya begic belanger belhadj benes
benesova bengoetxea benkirane bennani berasategui bergeron bergqvist bergstrom berisha berrada bertelsen betz bieri bilgin biondi birkeland biro
bjerke bjorklund bjornstad blaha blais blaser blazek blazevic bodnar boersma bondarenko boros bosshard botero bouazza bozic brandstatter bratland
brecht brekke brommel bromml bruun brzeczyszczykiewicz brzezinski brzoza bucur buitrago bulut bures burgi buttner bytyqi caccavale caicedo cardillo
cardozo carlini carlsen carrizo carvajal castano castrillon catrileo cavalcante cavalli cazeneuve ccori cech celik celikkol cermak cerna cetin
chaparro charbonneau cherkaoui chevallier chmielewski choque chraibi christiansen cichocki ciobanu cipriani cizek claeys cloutier cojocaru colella
condori cools correia coskun costantini costantino costanzo covarrubias cristea cristiani croitoru cuellar daems dagostino dahle damgaard dantas
davila deak declerck decock degroote dehaene delacourt delaere delic demeyer demirci demirel depauw deprez deschenes desjardins dewitte dhondt
dijkgraaf dijkman dima dimitriou dincer dinu djordjevic dobre dogan dolezal dolezalova dragomir drouin dubreuil duhamel duman dumitrescu durmus
dvorakova echeverri economou egli egorov eichenberger eide eidsvik ekinci eklund ekstrom ellingsen enache engen eren erturk etcheverry etxebarria
evensen fankhauser fantini farkas fassi fassler fazekas fedorov feher fekete fellner ferretti ferreyra fialova filipovic fiorini fjeld florea
fluckiger fodor forslund fossum frandsen frederiksen fricke friis fulop funes furrer gagliardi gallegos galvao garmendia garzon gashi gasser gautier
gaviria georgiou gheorghe giglio giroux giuliano glab gorecki grabner graczyk gregersen grgic grigore grillo grob grondin gubler gueye guillet
gulbrandsen guler gules gumus gundersen gunes gungor haaland hadzic hajek hajkova hakala hald halilovic hamalainen harmsen haselsteiner hauge haugen
haugland hedegaard hedlund hedstrom hegedus hegge heikkila heikkinen heindl heinonen helgesen helland hellstrom henao hendrickx henriksson hiltunen
hinterberger hirvonen hodzic hoekman hofstatter hofstetter holmqvist holmstrom holst holub honkanen hoogendoorn hoogland horak horakova hovland hoxha
hoyos hruby hruska huaman hudak huenchumilla hug huguenin huizinga hurlimann iacob ianni idrissi ihde ilic ilie imamovic imhof impellizzeri
insaurralde ioannou ionescu iovino irigoyen isaksen isaksson isik iturbe ivanova iversen jakab jakobsson jakubowski jansma janssens jaramillo jarvinen
jelinek jelinkova jenni jeppesen jespersen johannessen johnsen jokinen jonsson jovanovic juhasz juric justesen juul kaczmarczyk kadlec kagi kahraman
kainz kalinowski kallio kaminska kangas kaptein karaca karadag karagiannis karakaya karakus karatas karjalainen karner kaschube katona kaynak kelemen
kellner keskin kettunen kilic kinnunen kiraly kis kiss kjaer kjaergaard kjeldsen klammer klausen kluge knezevic knutsen koc kocsis kofler kogler
koivisto kolarova kolstad konecny konigshofer konstantinou kopecky koppensteiner korkmaz kose koskinen kostic kovacevic kovacic kovacova koval
kovalenko kovar kozlov kozlova kral kralova krasniqi kratochvil kravchenko kretschmer krieger kristiansen kriz kroon kucera kucerova kulesza kurt kus
kvam laaksonen lackner lahlou lahtinen laitinen lakatos lammers larranaga laszlo lauridsen laursen lazar lazic leao lebedev leclercq leeuw leguizamon
lehner lehtinen lehto lehtonen leinonen leitner leonardi leppanen lesniak leuenberger leuthold liechti lins lohse londono lorentzen loureiro lovric
lukac lukacs lunde lupi lupu luthi lyngstad maciel magnusson makarov makela makinen makris maly mamani manea manninen mansilla marchenko marek maric
marinelli markova markovic marras martensson martinsen marulanda matei mathiesen mathys matic matousek mattei mattila mattsson matuszewski mayrhofer
mbaye meissner meloni mendizabal meszaros miettinen mihalik mikhailov mikkelsen millapan milosevic milovanovic mirabella mitrovic mitterer mocanu moe
moen moens moldovan molnar monroy montemurro morabito morais moravec morawski morina morozov morra mosca moyano mroczek muhlbacher mujic munk munteanu
muresan musil muszynski myhre myklebust myrvold naess najera natale navratil ndoye neagu nemcova nemec nemeth neuhold neumayer niederer niemi nijs
nikitin nikolaev nikolaou nikolic niskanen nissen nistor nita nocera noordhoek norberg nordby nordin nordstrom norgaard novakova novikov novotna
nowack nowicki nurmi nussbaumer nygard nystrom oberleitner odermatt ohman oikonomou ojala olah olesen olivera oliynyk olofsson olstad olteanu olvera
omerovic ontiveros oosterhof oprea orban oreja orlov orsos ospina ostlund otxoa ouellet overgaard overland ozcan ozdemir ozer ozkan ozturk pacher
padovani paez paillan papadakis papai papp pasini pasquali pasztor pavic pavlovic pejic pellegrinotti peltonen pereyra peric perkovic petcu petrenko
petrova pettersen pichler pinter pinzon pirker pitkanen plotz pokorna pokorny polat polishchuk popa popescu popov popovic portmann posch pospisil
postmus preda prochazka prochazkova pucher pulido pulkkinen puntigam queiros queiroz quesnel quinones quispe racz radic raes rainer ramalho ramberg
rantanen rasanen raty ravn razo rebelo reijnders reinhold reisinger restrepo reynaud rezende rieder riegler rietveld righi ringhofer ristic rizzi roed
rogowski rohner ronning rosati rosenberger rotaru rozo rubiano rudenko ruegg ruiter rustad rusu ruvalcaba ruzicka ruzickova rygg ryser saarinen sacco
saenz saether sahin salminen salo salonen sandnes sandor sandstrom sandu sandvik santillan saric savard savchenko savic savolainen schachner schar
scharer scheiber scherrer schlatter schnyder schranz schurch scotti sedlak sedlakova semenov serban sezer sgaramella shala shevchenko shevchuk sica
sieber sieberer sigrist simek simic simko simsek sipos sjoberg sjogren skaar skoglund skov slamanig sluis smets smirnov soderberg soderstrom sokolov
sokolova solberg solheim somogyi sonmez sorli soukup soylu spycher stanek stangl stankovic stastny steffensen steindl steininger stenersen stepanov
stevanovic stockinger stoica stojanovic streefkerk strobl stromberg stromme stucki studer stutz suciu sunde sundstrom suter sveen svendsen svobodova
sykora szalai szilagyi szoke szucs tabares tak takacs tangen tazi teigen tekin tellez texier therkildsen thijs thommen thoresen thygesen tkachenko
tkachuk tobon todorovic toft toloza tomczyk tomic toprak torfs torok trachsel triana troger trogger trummer tschudi tuinman tunc tuncer tuominen turan
turunen tveit ucar ulvestad unal ungureanu unterberger urbanova urrego ursu uysal uzun vaisanen valdivia vandamme vandenberghe vandenbroucke
vanderlinden vandewalle vanek vanhoutte vanneste varadi vasiliev vavra vegh velthuis verbeke verhaeghe verhelst verlinden vermeersch versteeg vesela
vesely vestergaard vidovic vik villadsen villamil villasenor vincze viviani vlachos vlcek vogeli voicu vold volkov volkova voogd vukovic walcher
wallner walser weissmuller wenger wicki widmer wiegand wieser wijngaarden wikstrom wirz wojtowicz wold wroblewski wunderlich wuthrich wuttke wysocki
wyss yalcin yavuz yepes yigit yildirim yildiz yuksel zabaleta zak zakharov zakrzewski zalazar zamfir zamudio zanardelli zareba zauner zbinden zehetner
zehnder zeman zemanova zengin zielinska zingg zivkovic zniber zubiri zubizarreta zuccarello zuluaga
`
