const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Titles that stand before a name; lower case, without the dot. */
export const TITLES = words(
  'mr mrs ms miss mx dr prof professor sir madam lady lord rev reverend fr father sister judge justice senator sen congressman rep president governor gov capt captain col gen sgt lt maj officer detective nurse coach herr frau herrn hr fr dipl ing monsieur madame mademoiselle mme mlle maitre sr sra srta senor senora senorita don dona sig signor signora signorina dott dottor dottoressa avv dhr mevr meneer mevrouw mw pan pani doktor doctor docteur herrn',
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
   award prize cup medal act law theorem lemma effect syndrome disease method test scale equation distribution algorithm process model principle paradox conjecture inequality transform
   day week month year century era war battle treaty convention conference summit protocol project program programme committee commission council department ministry office agency bureau studio studios records pictures films
   api sdk app server cloud database framework library engine edition version release series collection express airlines motors pharmaceuticals industries technologies solutions systems software networks services consulting
   strasse straße platz allee weg universitat krankenhaus schule kirche gesellschaft stiftung universite hopital ecole eglise rue universidad hospital calle iglesia universita ospedale chiesa piazza`,
)

/** Words before a name that make a place of it. */
export const PLACES = words(
  'saint st san santa santo sao port fort mount mt lake new north south east west northern southern eastern western upper lower great grand cape isle university bank hotel el los las la le the',
)

/** Words with a capital that are no names: at the start of a sentence, in a heading, the calendar, languages, countries. */
export const COMMON = words(
  `a an the this that these those there here it its i we you he she they my your our his her their me us him them who what when where why how which if is are was were be been being am do does did have has had can could will would shall should may might must
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

/** Products that are called by a first name, and their models: alone, or together, they are nobody. */
export const PRODUCTS = words('claude opus sonnet haiku gemini codex')

/** What stands right before a name, on folded text: words that only a name follows. */
export const STRONG =
  /(?: my name s| my name is| name is| his name is| her name is| named| called me| i am called| i go by| attn| attention| mein name ist| name ist| ich heisse| ich bin| heisst| je m appelle| s appelle| mon nom est| me llamo| se llama| mi nombre es| nombre es| mi chiamo| si chiama| il mio nome e| ik heet| mijn naam is| meu nome e| chamo me| nazywam sie| jag heter| jeg heter| full name| first name| last name| surname| given name| family name| maiden name| middle name| patient name| customer name| client name| employee name| contact name| account holder| cardholder| card holder| cardholder name| beneficiary| applicant| insured| policyholder| policy holder| next of kin| emergency contact| date and name| vorname| nachname| familienname| kunde name| prenom| nom de famille| apellido| apellidos| nombre completo| cognome| nome e cognome| naam| voornaam| achternaam) $/

/** What a letter ends with, before the name in the next line. */
export const SIGN_OFF =
  /(?: signed| signed by| sincerely| yours| yours truly| regards| best regards| kind regards| warm regards| cheers| respectfully| hochachtungsvoll| mit freundlichen grussen| viele grusse| liebe grusse| freundliche grusse| cordialement| bien a vous| atentamente| saludos| un saludo| cordiali saluti| distinti saluti| saluti| best| thanks| thank you| love| gruss| vg| lg| mfg| bises| un abrazo| ciao) $/

/** Words that a name follows as often as something else. */
export const WEAK =
  /(?: dear| hi| hello| hey| thanks| thank you| morning| afternoon| evening| hallo| liebe| lieber| geehrte| geehrter| bonjour| salut| cher| chere| hola| querido| querida| estimado| estimada| ciao| caro| cara| gentile| beste| i am| i m| this is| here is| patient| patientin| paciente| paziente| client| kunde| kundin| employee| mitarbeiter| mitarbeiterin| customer| colleague| kollege| kollegin| friend| wife| husband| son| daughter| brother| sister| mother| father| mom| dad| uncle| aunt| cousin| boss| manager| supervisor| neighbor| neighbour| teacher| doctor| lawyer| attorney| tenant| landlord| candidate| defendant| plaintiff| witness| nurse| spouse| partner| fiance| girlfriend| boyfriend| employee s| mein freund| meine frau| mein mann| ma femme| mon mari| mi esposa| mi marido| mia moglie| mio marito) $/

/** Words after which a first name that stands alone is somebody. */
export const ABOUT =
  /(?: told| tell| ask| asked| call| called| met| meet| meeting with| email| emailed| contact| contacted| invite| remind| message| messaged| with| from| by| for| to| and| that| visit| visited| helped| help| saw| see| mit| von| fragt| avec| de| con| para| per) $/

/** What a person does, said of two words that no list knows. */
export const SAYS =
  /^(?: (?:said|says|told|asked|wrote|writes|called|lives|lived|was born|died|married|replied|emailed|phoned|complained|sagte|schrieb|wohnt|habite|vive en|abita)\b)/

/** A label with a colon or an equals sign, or a JSON key, right before a name. */
export const LABEL =
  /(?:^|[^\p{L}])(?:(?:full|first|last|given|family|middle|maiden|customer|patient|employee|client|contact|user|account|holder|author|sender|recipient|applicant|student|tenant|doctor|physician|display|legal|birth|kunden|patienten|vor|nach|familien|sur)[ _-]?)?(?:name|naam|nombre|nom|nome|imi[eę])(?: (?:and|und|et|y|e) (?:surname|nachname|prénom|apellidos?|cognome))?["'`*]{0,3}\s?[:=]\s{0,2}["'`*]{0,3}$|(?:^|\n|[("',;.*|]\s?)(?:patient|patientin|customer|client|kunde|kundin|employee|mitarbeiter|applicant|candidate|contact|ansprechpartner|attendees?|participants?|teilnehmer|from|to|cc|bcc|von|an|de|para|da|attn|author|autor|assignee|assigned to|reporter|owner|sender|recipient|empfänger|absender|signed|guest|tenant|witness|beneficiary|insured|policyholder|cardholder|account holder|bill to|ship to|sold to|prepared (?:by|for)|submitted by|approved by|reviewed by|paciente|cliente|paziente|physician|provider|doctor|surname|lastname|firstname|prénom|apellidos?|cognome|vorname|nachname)["'`*]{0,3}\s?[:=]\s{0,2}["'`*]{0,3}$/iu

/** What a person does: the words after a lone first name that speak for one. */
export const DOES =
  /^(?:'s| (?:will|would|can|said|says|told|asked|wrote|writes|called|lives|lived|works|worked|was born|is (?:a|an|my|our|the|from|not|\d)|has|had|needs|wants|went|moved|died|married|replied|emailed|thinks|sagt|sagte|wohnt|arbeitet|hat|habite|travaille|vit|a dit|vive|trabaja|dijo|abita|lavora|ha detto)\b)/
