/**
 * Words that headings, products, offices and forms write with a capital, and that no name ends with: a name stops before them.
 * Lower case, without marks.
 */
const NOUNS = `
aanvraag able absence abteilung academic access accord according accounting accounts action actividad activity additional administracion administration
administrator adres adresse advance advanced adviser advisor afdeling affaires afspraak agence agenda agent agents agenzia agile agreement airport alarm alert
allegato allgemeine alliance alpha amministrazione amount analysis analyst analytics anexo anfrage angebot anhang anlage anmeldung annexe announcement anrede
antrag antwoord antwort appendix application applications appointment approach approval arbeidsovereenkomst arbeit arbeitgeber arbeitsvertrag architect
architecture archive area arguments array article artificial assessment asset assicurazione assunto assurance asunto atencion atendimento attachment
attendance audit aufgabe auftrag author authority automation availability avenant avis aviso award ayuda azienda backend background backup bail balance banco
bank banking base basic batch bearbeitung bedrijf benefit benefits bericht bestelling bestellung beta betaling betreff bewerbung big bijlage billing biuro
blog blue board body book booking boolean border box branch brand breakfast brief broadband buchhaltung budget buffer bug builder building bulletin bureau
business button buyer calendar calendrier calidad callback camera campaign campus cancer candidate capital capitolo capitulo car care career carta case cash
caso category cell cena central centre centro certificate chair challenge changelog channel chapitre chart chat checklist chemistry child children choice
cidade ciudad class clause cleaning clienti clinical coach codice coffee collection comissao commande comment commerce commercial commissie common
communication communications community compliance component compte computer computing comune comunidad condition conditions confidential configuration
confirmation connection consegna conseil consejo conselho consiglio console construction constructor consultant consumer conta contents contract contracts
contrat contrato contratto contributing control controller conversation copyright core corporate correo corso cost costs counted country cours coverage covid
creative credit crew critical cuenta culture currency current curriculum curso czas dados damen dane dashboard datei dati datos datum day deal debt decision
deep default defense delivery delta demand demande demo departamento departement deployment deposit deprecated derecho design designer desk desktop deutsche
deutschen deutscher developer developers development device diagnosis dictionary dienst digital dinner direcao direccion direct directie direction directors
direito direzione disability discharge discount discussion display distance district division document documentation documento documents dokument dom domain
domanda donnees dossier driver droit drug due duty dynamic dzial dzien early earth ecole economic economy editor educacao education effective einkauf election
electric electronic element eltern emergency employees employer employment empresa encomenda endereco energy engineering enterprise entrega entreprise entry
enum environment equal equipa equipe equipment equipo equity ergebnis error escola escuela essay estado estate estimate estudio estudo etat ethics etude
evaluation event events evidence exception exchange exercise expense experience experimental expert exposure extension extra eye facility
factor factura facture factuur fair faktura famiglia familia familie famille family fast fattura fatura feature features fecha federal fee feedback fehler
fiction field film financas financial finanzamt fire firma fitness flight focus folder follow food force forecast foreign form format formation forms forum
frage fragen freedom frequency frontend fuel full function functional fundacja fundamentals future gallery game games gas gateway geburtsdatum gemeente
gemeinde generation generic gericht geschaftsfuhrer geschaftsfuhrung gesellschaft gesprach gestao gestion gesundheit gezondheid giorno glass global goal goals
gobierno gold goods government governo graphic graphics great green grid groep ground group groupe groups growth grupa grupo gruppo guarantee guest guidance
guide guideline guidelines half handbook handler happy hard hardware header heading health hearing heart heating helpdesk helper hero herren hidden high
highlights hinweis hiring histoire historia history holiday home homework horizon hospital hotline hour house housing hub huis icon idea identity image impact
implementation important improvement incident income increase index indirizzo individual industrial industry informacao informacion informacja informacje
informatie informationen informations informe infrastructure initiative injury input inquiry insight inspection installation installer instance instant
institution instruction instructions instytut insurance integer integration intelligence interest interface intern international interview introduction
inventory investment investor invitation issue item items iterator jaar jahr job jobs joint jour journal journee journey kamer kaufvertrag kernel key keyboard
kinder kitchen klantenservice klient knowledge kodeks kollegen komisja konto kosten koszt kraj krankenkasse ksiazka ksiegowosc kunden kundennummer
kundenservice kundigung label labor labour land landing language languages laptop large launch lavoro law layer lead leader leaders leadership learning lease
leave lebenslauf lecture left legacy legge leistung leitung lesson lessons letter lettera lettre level levering ley liability library licence license
lieferung life light limit limited line link lista listener live livraison load local location log logement logger login logistics loi loja loop loss losung
lunch machine machinery magazine mail main maintenance maison major making man managed management managers manual manufacturing map marche market markets
markt master match material materials mathematics matrix matter maximum meal measure media medical medicine medium meeting members membership memo memory men
menu mercado mercato merchant merger metal method metrics miasto middle mietvertrag military mind mini minimum ministere ministerie ministerio ministerstwo
minute minutes mission mobile mode model modern module modules monde mondo money monitor monitoring month morada mortgage mother motion motor movement movie
multiple mundo music mutual nachricht nachrichten nacional national native natural nature navigation network neural newsletter nuclear null numer numero
nummer object objective objectives objet obra observation obsluga occupation ocean oddzial odpowiedz oferta offer offering offerta offre oficina oggetto
onderwerp onderwijs opdracht operating operation operational operations operator opis opportunity option optional options ordine ordnung organic organization
original outcome output outside overheid overview owner ownership package paese pagamento pago paid paiement pain pais panel panstwa panstwo panstwu paper
paragraph parent parking partner partners partnership parts party pass passenger passport password patch path patients pattern payments payroll pays pedido
peer pending pension people performance period permission permit person personal personalabteilung personnel perspective pharmacy photo physical physics piano
picture pilot pipeline plan planning plant plastic platform platnosc playbook player plugin plus podatek point policy polis politica political politics
politique pomoc pool popular population port portal portfolio position positive possible post poster potential power praca pracownicy practice prawo precio
precision preco pregunta preis premier premiere premium preparation present presentation presidente presidential pressure prevention preview previous prezes
prezzo price pricing primary principal print prior priority privacy prix probleem problem procedure proceso process processo procurement prodotto producer
production producto produit produkt produto professional professor profile profit progetto prognosis program programa programming progress projecto projekt
projet projeto promise promotion prompt proof property proposal proposition proposta protection protokoll prototype provider proyecto prufung psychology
publication publisher purchase purpose pytanie quality quantity quantum quarter quarterly questions queue quick quiz quote raad race rachunek rada radio rail
random range raport rapport rate rating raw reaction reader reading ready real reality reason receipt recent reception rechtbank recipe recipient
recommendation record recovery recruiter recruiting recruitment recursos red reference referral reform refund regering region regional register registration
regular regulation regulatory rekening relation relations relationship relative relatorio relazione relevant remote renewal rent rental repair replacement
reply reponse report reporter reporting reports repository repubblica republica republique request requests requirement requirements rescue research
reservation reserve resource response responsibility responsible resposta respuesta restaurant result results resume resumen resumo retail retirement retreat
returns reuniao reunion revenue reviewer revolution richiesta right rights risk risposta riunione roadmap robot rok role room root route router routine
rozmowa rule rules runtime rynek rzad sad safe safety salary salud salute samenvatting sample satellite satisfaction saude scanner schedule scheme scholarship
school schule science sciences scope score screen script scuola search season seat secret secretaria secretariat secretary sector secure security segment
seguranca seguridad seguro seite selection self seminar sender sense sensor sequence serial server services servicio servicios servico servicos servizi
servizio session settings settlement setup share shared shareholder shift shipping shop shopping short sicurezza side sign signal signature significant simple
sistema site size skill skills sleep smart social sociedad sociedade societa societe society soil solar solicitud solution sort sound source space speaker
specialist specification speech speed spolka sport sports sprawa sprint sprzedaz square stability stack stad stadt staff stage stakeholder stand standard
standards startup state statement static station statistics stato steering stelle steps steuer stichting stock storage store storia story strategic strategy
straße stream streaming stress string strong structure studie studies studio study style submission subscription success successful suite suivi summit super
supervisor supplier supply surgery survey sustainability swiat switch symptom symptoms syntax systeem system systeme systems szkola szpital tablet tache tage
talent talk target task tasks tax taxi teaching tech technical technician technique technologies technology telefon telefone telefono telefoon telephone
television temat template tempo temps tenant tender term termin terminal terms testing tests text thanksgiving thema theme theory therapy thing thread threat
ticket tickets tiempo timeline times tip tips token tool toolkit tools topic tour tourism towarzystwo town trabajo trabalho track tracker trade trading
traffic training transaction transfer transformation transition translation transmission transport transportation travail travel treasury treatment trend
trial trip truck true trusted truth tutorial tydzien ubezpieczenie ufficio uhr ultimate umowa unit units universal universidad universidade universitat
universiteit uniwersytet unlimited unterlagen unternehmen unterschrift upgrade upload upper urban urgent urzad usage usine usluga uslugi ustawa utility utils
vacaciones vacation vakantie valid value values variable vehicle venda vendas vendita vendor venta ventas vente venture verein vergadering verification
verkauf verkoop versicherung verslag vertrieb verwaltung verzekering vida ville vision visit visitor visual vita vital voice volume volunteer vorstand vote
vraag warehouse warning warranty waste watch water wave weather webinar website wedding weekend welcome welfare wellness welt werk werkgever wet wheel white
dob mrn ssn nhs npi ein fax mob sex gender race marital nationality occupation employer
checkout deploy deployment lint linter publish rollback upload download cleanup notify provision scan
whole wiadomosc wide wifi wildlife wind window wireless wisdom wniosek woche woman women wonderful work worker workers workflow workforce working workplace
works workshop workspace world worldwide worth writer writing wynik yard year years yellow youth zahlung zakup zamowienie zarzad zdrowie zeit zespol
ziekenhuis zone zorg zusammenfassung
`

export const NAME_NOUNS: ReadonlySet<string> = new Set(NOUNS.split(/\s+/).filter((word) => word !== ''))

/** Streets that begin with their kind: no names, whoever they are named after. */
export const STREET_KINDS: ReadonlySet<string> = new Set(
  'via viale piazza piazzale corso vicolo calle avenida avda plaza paseo rua travessa praca alameda estrada largo rue avenue boulevard place allee chemin impasse quai ulica aleja plac rynek'.split(
    ' ',
  ),
)

/** What ends the name of a company, after a name of somebody. */
export const COMPANY =
  /^,? (?:(?:& (?:Co|Sons|Söhne|Cie)|GmbH|mbH|AG|KG|KGaA|OHG|SE|UG|Inc|Ltd|LLC|LLP|PLC|plc|Corp|SARL|SAS|SpA|Srl|Lda|Ltda|BV|NV|AB|ASA|Oyj?|Pty|AS|A\/S|S\.A|S\.L|S\.r\.l|S\.p\.A|B\.V|N\.V|e\.V|Sp\. z)(?![\p{L}])|University\b)/u
