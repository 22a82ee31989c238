/**
 * Surnames of English-speaking countries, and of families there from Africa, South Asia and Latin America, that the longer list lacks;
 * lower case, without marks. Common knowledge, written down by hand.
 */
export const SURNAMES_MORE = `
abara abbasi acheson adcock adeleke adeoye aderibigbe afridi agrawal agu aguda agyeman ahluwalia ajayi akande akinola
akinwande alabi allsopp ambani aniston ankrah annan ansari anstey anyanwu appleby armitage arthurs arundel asamoah
ashcroft ashe ashford askew aslam attwood awan awasthi azam azikiwe babangida backhouse baig bainbridge bakare bakshi
balan balfour bamford bansal barraclough barrowclough bartley batchelor bedford bedi beech belanger belcher bellamy
bello bentham benton bergeron berman bevan bhardwaj bhargava bhat bhattacharjee bickerstaff birkett blakely bland
bledsoe blenkinsop blundell boggs boothroyd boswell botha bottomley boulton bourne bowler bradbury bramley brearley
briscoe bristow broadbent brockman bromley brotherton brunton buckland buckner bukhari burkett burks burrows burt
butterfield bynum cadogan cairns calderwood calvert cartwright cassidy catchpole cele chabalala chalmers chamberlain
chandran chaney chappell chaturvedi chauhan chavarria cheetham chege chesterton chilton choudhary chukwu clarkson
clough coble cockburn coetzee coleridge colley connolly coombs corcoran cornwall coronado cote cowart cowley crabtree
craddock craven crichton crockett crossley crowder crowell cullen culver dalby damani danjuma deakin deegan dejesus
delacruz delong delossantos denham dennison deol derbyshire devan dewan dewhurst dhawan dickey dimaculangan dooley
dorman doshi dowd downes draper drayton dubose dugan dunbar dunlop durbin dwivedi dwyer dyson eagleton ebong eccles
edozie egbuna eldridge ellison emecheta enahoro entwistle epps erasmus esparza esquivel essien estes etheridge ezeh
fairbairn fairbanks fairclough fairweather farooqi fashola fawcett featherstone ferrell fielding firth fisk foote
fortner fothergill foulkes foust fowlkes frasier gaffney galbraith gallacher gallegos garland garnett garside gaskell
gavaskar gaytan ghoshal gilani gillespie gitau githinji goddard goh gokhale goodall goode govender grantham greenhalgh
gregson gresham grogan grubbs guha guidry guillory gulati gumede guthrie gyamfi haddock hadebe hafeez haigh halliwell
halsey hamlin hammonds hanley hardcastle hargrove harkins harlow harman harrop hashmi haslam hathaway hatton haversham
hawkes headley heaton hegarty hegde hennessy herron heywood hibbert higginbotham hightower hinchliffe hindley
hlongwane hobart hobson hodgkinson holgate hollingshead holloman holman honeyman hopkinson hornby horne horsfall
houser howarth howells howie howland hoyle huddleston hulme hulsey hume humphries hurd hussey hutchings hutton hyatt
ibekwe idowu ijaz ikpeme ilyas iroko isherwood iveson iweala jafri jamieson jaramillo jarrett javed jewell jimoh
jindal johnstone joubert joyner kadam kakkar kalu kamath kamble kapadia kaul kazmi keeling keenan kehoe kenyatta
kenyon kerrigan khandelwal khatri khoza khurana kibet kilgour kimble kincaid kinsella kiplagat kiprop kirkwood koech
koh kohli kothari kuti lacson lamont landis lanier larkins leadbetter leary lemus lennon lennox leyva lightfoot linton
livingstone lodhi lomax longman lovett lucey luckhurst lumley luttrell mabaso mabena macallister macaraeg macharia
madigan madueke magsaysay mahaffey mahindra mahlangu majeed majumdar makau makhanya mallik maluleke manalo mangubat
mannion manohar marathe marcum mares marriott marroquin marsden maseko mast mathebula mathieson mathur mattingly mbah
mbatha meade meehan meeks mehmood mellor melville merrick merriman metcalfe meza mian middlebrook midgley milburn
millar millward milne mims minter minton miramontes mireles mistry mkhize mnisi modi modise moffat mofokeng mohanty
molefe molloy moloi monaghan montano moreland moriarty morley moseley motaung mottram mthembu mthethwa muchiri mughal
mulligan mullis muncy murdoch muriithi murrell murtagh murthy mutiso mwendwa nadeem nadkarni nagarajan najera narang
natarajan nawaz nayak nayar naylor ndaba ndungu needham neeley negi nettles newberry newcomb newkirk newsome ngubane
ngugi nhlapo niazi nicholls nickerson nightingale njenga nkabinde nkrumah noland northcott nugent nunn nuttall
nwachukwu nwankwo nwosu nxumalo oakes oates obaseki oberoi odell odonoghue ogbonna ogilvie ogunbanjo okeeffe okello
oko okonjo olawale oldfield omotoso oneil onwuka oppong oreilly ormerod osagie oshea otoole ottaway ouellet ouma
overstreet oyelowo oyinlola pacey padhi pai paisley palfrey pangilinan parekh parikh parkinson parmar pasha patnaik
pattison pawar peebles peel pemberton pendleton penhaligon pennell peppard perkin pervez petrie pettigrew pettit
phadke philpott phiri pickett pickles pienaar porteous poulter prabhu prentice presley pretorius prewitt priestley
pritchett proffitt prosser pruett pullen puri qazi quaye quill quinones quiroz radcliffe radebe rader raeburn
rajagopalan raley ramakrishnan ramaphosa ramsay ramsden rankin rastogi rathore ratliff rawson raza reaves redd redfern
redpath rehman reich rennie restrepo rhoads rhyne richey riddell rigby ripley rix roebuck rogan roper rosser rothwell
rotich roychowdhury rushton ruto rutter sabharwal sachdev saenz saha sahni sahoo saini saldivar salisbury salonga
salunkhe samaniego samant sanborn sarin sarpong sattar satterfield saxton saylor schaeffer schofield scroggins
seabrook seaton seddon sehgal sengupta shafer shahzad shankaran shapiro sharkey sharpe sharples shaughnessy shears
shenoy sherrill shetty shinde shipley shipman shockley shrivastava shukla shumate sibiya siddall siddons sikes
simmonds sizemore smithson snider snowden sodhi solorzano somani somerset somerville soomro southall southgate sowerby
soyinka spalding sparkman spaulding speight spivey spooner spratt squires srivastava stallings stamper stanhope
stansfield stapleton starks statham steadman steed steyn stinson stirling stockton stoddart stovall stowe strachan
stroup stuckey sturgill sugden suggs summers sumpter suri sutcliffe swanepoel swann swindells swope tabor tandon
taneja taverner tellez tennant teo tetteh thackeray thakkar thapar tharp thatcher thigpen thorburn thornburg thornley
thrasher threlfall tierney tijerina tilley timmons tinsley tiwari tolentino toler tolley tolliver tomlin toney topham
tovey townes trammell treadwell trimble tripp troutman trueman truitt tubbs tunnicliffe turnbull tweddle tyagi tyndall
unwin upadhyay upchurch urias urquhart valdivia vann vaughan vela venegas venter villafuerte villalpando vinson vohra
vorster wadhwa wafula wagoner wainwright walia wallis walmsley walston wampler warburton warrier warsi warwick
waterhouse waweru weatherall weatherford webber wedgwood welborn weldon wester westmoreland whaley whalley whisenant
whitcombe whiteley whitt whitten whittle wigley wilburn wilkes wilkie willcocks wimberly windle windsor winfield
wingate winstanley woodcock woodhouse woodley wooley woolf woolley workman worrall worsley wragg wrigley wyman wynne
yaqoob yardley yeoman yousaf zafar zuma zwane
`
