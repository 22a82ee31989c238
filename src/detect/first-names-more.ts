/**
 * First names of English-speaking countries, and of families there from Africa and South Asia, that the longer lists lack; lower case,
 * without marks. Common knowledge, written down by hand.
 */
export const FIRST_NAMES_MORE = `
adaora adeel adeleke adunni ahsan aiman aisling alaina alanna alfie alishba aliyah alok amarachi ameer amirah anam
anaya anele angus aniket aniyah ansh aoibhe aqsa aravind arindam ariyah arnav arslan aryan asher atticus aubree averie
ayanda babar benji bhuvan bongani bosede braden braxton brayden braylen brielle brody bronte buhle busisiwe caiden
caitlyn caoimhe carys chaitanya charan charlee charley cheyenne chibuike chidinma chigozie cian cillian clodagh conall
cormac daithi darcie darragh debashish declan deepti delroy denzel dermot dervla devansh dhanush diarmuid donnacha
eamon eamonn easton ebuka eddie eesha efosa eilidh eimear eithne elaina ellery emersyn eniola ewen faheem faizan
falguni farooq farrah fawad fearghal fergal finnley fintan fionn fionnuala gargi garima gaynor gbenga ghazala gopi
gracie grainne gruffydd gurdeep gurmeet gwynneth haider hajra hammad hareem haris harlow harpal haylee hemanth
himanshu humayun iain ieuan ifeoluwa iftikhar imtiaz inaya indrajit izabella izzy jace jaden jaelyn jagjit jameel
jamison jasiah jasleen javed jaxon jaxson jayanth jayla jaylah jaylen jaylin jazmine junaid kaden kaia kaiden kailey
kamaljit kamogelo kamryn karishma karsyn kashif kayden kaydence kaylee kayleigh keenan kefilwe kehlani kelis kelsie
kenzie keshav keshia keyshawn kgosi khanyisile khloe khurram kiprono kritika kyler lachlann laci laiba lakeisha
lalitha lashonda latisha latonya lavanya leighton leilani lenore lily llewelyn llinos lochlan logann londyn lorcan
lowri lynda maame mabli macey maham maheen mahnoor mairead maitri makayla malakai manjunath manpreet mayur mckenna
mckenzie mechelle mehreen mehwish mhairi miah mihir moesha moipone mubarak mudassar muireann mumbi muneeb myles nadeem
naila nandi narinder nate navdeep naveed nduta nevaeh neve ngozi niall nida nigella nighat nkosinathi nobuhle
nokuthula noman nosheen nthabiseng nuala nusrat nyokabi obioma odhran odion oghenekaro oisin olamilekan olayinka
olusegun oluwadamilola oluwaseyi olwen omari omolara oonagh orla osagie osaze osian oyelola paddy padraig paislee
paramjit parveen payton peyton prakriti pranali prashanth pravin rachna raegan raelynn raheel rameen razia reggie
rehan rehana rhiann rhodri rhonwen rhydian rizwan rotimi ruairi ruaridh rukhsana rylan ryleigh sachi sadaf saima
sajida saket samarth sameena samina sanele sangita sania saoirse saqib sariah sarvesh seamus senan seun shabana
shahbaz shahzad shaista shakeel shanelle shania shanika shantanu shaquille shaukat shazia shona shreyas sidharth
simphiwe sithembile skylar skyler solomon somto sorcha soumya srinath suhas sullivan sumaira suzie tadhg taimoor
tamsin tanveer tasneem tayyab teagan tebogo tegan temilola thato thirumalai tilly titilayo tobechukwu tolulope trina
tripti tshepo tunji tyrese tyron udoka uzma vasundhara veda vihaan virendra vivaan waheed wajid wangeci waqar waqas
willow winona xiomara yamini zac zach zafar zaheer zahida zariyah zayden zayn zeeshan zinhle zoie
`

/** Those that are ordinary words, places, products or surnames as often. */
export const DOUBTFUL_MORE = `
advik ansari austin beau bentley blessing brooklyn colton deacon grayson harper hudson hunter jin kennedy kinsley
kyrie landon lawson lyra maddox maverick maximus neo paisley presley reagan royce ryder sawyer trey tyson vaughn wei
weston ying
`
