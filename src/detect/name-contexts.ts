import { isAlphanumeric, isDigit, isLetter, isUpper } from './chars.ts'
import { fold } from './fold.ts'

/** What stands around a word, and whether it says that somebody's name comes next. */
export type Says =
  'title' | 'label' | 'strong' | 'role' | 'relation' | 'greeting' | 'weak' | 'ascribed' | 'about' | 'none'

const TRIGGERS: Readonly<Partial<Record<Says, string>>> = {
  /** Words that only a name follows. */
  strong: `my name s,my name is,name is,his name is,her name is,named,called me,i am called,i go by,attn,attention,full name,first name,last name,surname,given name,
    family name,maiden name,middle name,patient name,customer name,client name,employee name,contact name,account holder,cardholder,card holder,cardholder name,
    beneficiary,applicant,insured,policyholder,policy holder,next of kin,emergency contact,date and name,
    mein name ist,name ist,ich heisse,heisst,vorname,nachname,familienname,kunde name,
    je m appelle,s appelle,mon nom est,prenom,nom de famille,
    me llamo,se llama,mi nombre es,nombre es,apellido,apellidos,nombre completo,
    mi chiamo,si chiama,il mio nome e,cognome,nome e cognome,
    ik heet,mijn naam is,naam is,naam,voornaam,achternaam,
    o meu nome e,meu nome e,chamo me,chama se,me chamo,se chama,nome completo,
    nazywam sie,mam na imie,nazywa sie,imie i nazwisko,jag heter,jeg heter,jeg hedder,mit navn er,mitt namn ar,mitt navn er,nimeni on,
    jmenuji se,jmenuje se,mam meno,volam sa,zovem se,moje ime je,ma numesc,ma cheama,numele meu este,se numeste,a nevem,benim adim,adim,ismim,
    je soussigne,je soussignee,soussigne,soussignee,el suscrito,la suscrita,el abajo firmante,il sottoscritto,la sottoscritta,nizej podpisany,nizej podpisana,ondergetekende,der unterzeichner,die unterzeichnerin,heisse ich,de nome,me chamam`,
  /** Titles in lower case, which are no part of the name. */
  title: `senor,senora,senorita,dona,sr,sra,dra,monsieur,madame,mademoiselle,mme,mlle,maitre,dott,dottor,dottoressa,dott ssa,sig,sig ra,signor,signora,signorina,avv,
    heer,meneer,mevrouw,mevr,mw,dhr,mr,mrs,ms,dr,drs,ir,prof,senhor,senhora,pan,pani,pana,panu,panem,pania,panie,panstwa,p,herr,herrn,frau,lek,mgr,inz,adw,mudr,judr,licda,frl,sig na,domnul,doamna,domnule,bayan,sayin,herra,rouva`,
  /** What a person is to somebody: a name follows as often as not. */
  relation: `patient,patientin,paciente,paziente,patiente,pacjent,pacjentka,pacjenta,pacjentki,pacjentem,pacjentce,client,cliente,klant,klant e,klient,klientka,klienta,klientki,kunde,kundin,kunden,employee,mitarbeiter,mitarbeiterin,
    customer,colleague,coworker,co worker,teammate,kollege,kollegin,kollegen,collegue,collegue,colega,collega,kolega,kolezanka,kolezanke,friend,wife,husband,son,daughter,brother,sister,mother,father,mom,mum,
    dad,uncle,aunt,cousin,nephew,niece,grandmother,grandfather,boss,manager,supervisor,neighbor,neighbour,teacher,doctor,physician,lawyer,attorney,tenant,landlord,landlady,candidate,applicant,
    child,pupil,auntie,aunty,granny,grandma,grandpa,nan,godson,goddaughter,
    gp,dentist,solicitor,carer,caregiver,guardian,grandson,granddaughter,stepson,stepdaughter,stepfather,stepmother,ex husband,ex wife,flatmate,classmate,mentor,intern,trainee,
    mum is,mom is,mother is,dad is,father is,wife is,husband is,brother is,sister is,son is,daughter is,partner is,boss is,manager is,supervisor is,doctor is,gp is,dentist is,lawyer is,solicitor is,landlord is,tenant is,contact is,neighbour is,neighbor is,carer is,caregiver is,guardian is,teacher is,therapist is,colleague is,patient is,client is,customer is,
    defendant,plaintiff,witness,nurse,spouse,partner,fiance,fiancee,girlfriend,boyfriend,roommate,student,resident,claimant,caller,guest,accountant,therapist,assistant,director,
    freund,freundin,frau,mann,ehemann,ehefrau,sohn,tochter,bruder,schwester,mutter,vater,chef,chefin,nachbar,nachbarin,mieter,mieterin,vermieter,vermieterin,arzt,anwalt,schuler,schulerin,lehrer,lehrerin,zeuge,zeugin,bewerber,bewerberin,ansprechpartner,ansprechpartnerin,ansprechpartnerin ist,ansprechpartner ist,
    femme,mari,fils,fille,frere,soeur,mere,pere,ami,amie,voisin,voisine,locataire,proprietaire,salarie,salariee,employe,employee,medecin,avocat,avocate,eleve,temoin,candidat,candidate,conjoint,
    esposa,esposo,marido,mujer,hijo,hija,hermano,hermana,madre,padre,amigo,amiga,vecino,vecina,inquilino,inquilina,empleado,empleada,trabajador,trabajadora,jefe,jefa,alumno,alumna,abogado,abogada,companero,companera,testigo,
    moglie,marito,figlio,figlia,fratello,sorella,amico,amica,vicino,vicina,inquilino,inquilina,dipendente,capo,avvocato,medico,studente,studentessa,testimone,
    filho,filha,irmao,irma,mae,pai,vizinho,vizinha,funcionario,funcionaria,trabalhador,trabalhadora,chefe,aluno,aluna,advogado,advogada,utente,inquilino,inquilina,
    vrouw,man,zoon,dochter,broer,zus,moeder,vader,vriend,vriendin,buurman,buurvrouw,huurder,medewerker,medewerkster,werknemer,baas,patiente,patient e,leerling,getuige,
    zona,maz,meza,zony,syn,corka,brat,siostra,matka,ojciec,przyjaciel,przyjaciolka,sasiad,sasiadka,lokator,pracownik,pracownica,pracownika,szef,szefowa,lekarz,uczen,uczennica,swiadek,odbiorca,nadawca,wlasciciel,najemca,
    mama de,papa de,pai de,mae de,hijo de,hija de,fils de,fille de,figlia di,figlio di,gatte,gattin,ehegatte,ehegattin,ehegatten,eheleute,pz,paz,pte,sig re,søn,sønn,søster,pårørende,kollega,
    oma,opa,onkel,tante,cousine,nichte,neffe,enkel,enkelin,schwager,schwagerin,schwiegermutter,schwiegervater,bruders,lebensgefahrte,lebensgefahrtin,verlobte,verlobter,azubi,praktikant,praktikantin,vorgesetzte,vorgesetzter,betreuer,betreuerin,betreuen,pflegerin,hausarzt,hausarztin,
    papa,maman,oncle,neveu,beau pere,belle mere,compagnon,compagne,collegues,gerante,gerant,patronne,stagiaire,docteur,infirmiere,concubin,
    tio,tia,abuelo,abuela,nieto,nieta,suegra,suegro,cunado,cunada,novio,novia,pareja,colegas,gerente,enfermera,profesor,profesora,yo,
    zio,zia,nonno,nonna,cugino,cugina,suocera,suocero,cognato,cognata,fidanzato,fidanzata,compagno,compagna,titolare,dottoressa,infermiera,badante,
    avo,sobrinho,sobrinha,sogra,sogro,cunhado,cunhada,namorado,namorada,patrao,patroa,enfermeira,professora,professor,
    oom,opa,neef,schoonmoeder,schoonvader,zwager,schoonzus,verloofde,stagiair,stagiaire,mantelzorger,huisarts,verpleegkundige,begeleider,
    babcia,dziadek,ciocia,wujek,kuzyn,kuzynka,siostrze,bratu,synem,corke,corki,mama,tata,mamy,taty,szefem,szefowej,kierownik,kierowniczka,kierowca,lekarka,pielegniarka,opiekun,opiekunka,
    kollega,fru,dotter,bror,syster,pappa,kund,kone,datter,soster,kunde,paroerende,vaimo,poika,tytar,aiti,potilas,asiakas,manzelka,manzel,dcera,bratr,sestra,kolegyne,sotia,sotul,fiica,fiul,sora,fratele,pacientul,pacienta,feleseg,ferj,fia,lanya,esim,oglum,kizim,annem,babam,hasta,musteri`,
  greeting: `dear,hi,hello,hey,thanks,thank you,morning,good morning,afternoon,evening,hallo,liebe,lieber,geehrte,geehrter,guten tag,guten morgen,servus,moin,
    bonjour,bonsoir,salut,cher,chere,coucou,hola,buenos dias,buenas tardes,buenas,querido,querida,estimado,estimada,ciao,buongiorno,buonasera,salve,caro,cara,gentile,egregio,spettabile,
    beste,geachte,hoi,dag,lieve,goedemorgen,goedemiddag,ola,oi,bom dia,boa tarde,boa noite,prezado,prezada,exmo,exma,estimado,czesc,witaj,drogi,droga,szanowny,szanowna,hej,hejka,hei,moi,ahoj,god dag,danke,merci,gracias,grazie,obrigado,obrigada,bedankt,dzieki,
    kære,kjære,hei,gruezi,gruss gott,grus gott,liebste,liebster,verehrte,verehrter,slt,bjr,cheri,cherie,ma chere,mon cher,querid,hola hola,buenas noches,carissimo,carissima,gentilissimo,gentilissima,gent mo,gent ma,beste collega,kochana,kochany,siema,siemka,hejka,moi moi,kaere,basta,draga,dragi,dragul,stimate,stimata,vazeny,vazena,ahoj,cau,tisztelt,kedves,szia,sevgili,merhaba,selam,sayin,postovani,postovana`,
  weak: 'eu sunt,ben,olen,jag ar,jeg er,jsem,sunt,ja sam,som,i am,i m,this is,here is,ich bin,hier ist,je suis,c est,soy,sono,sou,ik ben,jestem,tu',
  /** Words that say who said or signed something. */
  ascribed:
    'according to,laut,selon,d apres,segun,secondo,segundo,de acordo com,volgens,wedlug,zdaniem,on behalf of,signed by,written by,approved by,unterzeichnet von,signe par,firmado por,firmato da,assinado por,ondertekend door',
  /** Words after which somebody is named, or something else. */
  about: `told,tell,ask,asked,call,called,met,meet,meeting with,email,emailed,contact,contacted,invite,remind,message,messaged,
    with,from,by,for,to,and,that,visit,visited,helped,help,saw,see,about,prepared by,
    mit,von,fragt,hat,an,fur,uber,bei,und,dass,avec,de,pour,par,a,chez,et,que,con,para,por,y,e,per,di,da,com,do,ao,met,van,voor,aan,door,en,dat,z,ze,od,do,dla,przez,i,o`,
}

/** What a letter ends with, before the name in the next line. */
const CLOSINGS = `signed,signed by,sincerely,yours,yours truly,yours faithfully,yours sincerely,sincerely yours,regards,best regards,kind regards,warm regards,best wishes,many thanks,thanks again,take care,cheers,respectfully,best,thanks,thank you,love,all the best,have a nice day,
  hochachtungsvoll,mit freundlichen grussen,freundlichen grussen,viele grusse,liebe grusse,beste grusse,schone grusse,freundliche grusse,gruss,grusse,vg,lg,mfg,danke,vielen dank,bis bald,
  cordialement,bien cordialement,bien a vous,bien a toi,salutations,sinceres salutations,respectueusement,amicalement,bises,merci,bonne journee,bonne soiree,a bientot,
  atentamente,saludos,un saludo,saludos cordiales,cordialmente,un abrazo,gracias,muchas gracias,un cordial saludo,
  cordiali saluti,distinti saluti,saluti,un saluto,ciao,grazie,grazie mille,a presto,buona giornata,
  atenciosamente,cumprimentos,com os melhores cumprimentos,melhores cumprimentos,cordialmente,abraco,abracos,um abraco,obrigado,obrigada,beijinhos,
  met vriendelijke groet,met vriendelijke groeten,vriendelijke groet,vriendelijke groeten,groet,groeten,groetjes,hartelijke groet,hoogachtend,bedankt,alvast bedankt,dank je,mvg,
  z powazaniem,pozdrawiam,serdecznie pozdrawiam,pozdrowienia,z wyrazami szacunku,dziekuje,dzieki,
  freundliche gruesse,liebe gruesse,viele gruesse,gruesse,glg,lgr,mfg ihr,mfg ihre,schone grusse,herzliche grusse,herzlichst,gruessle,tschuss,tschau,beste wunsche,
  biz,bisous,bizz,gros bisous,cdlt,cdt,sinceres salutations,salutations distinguees,meilleures salutations,mes salutations,avec mes remerciements,merci d avance,merci beaucoup,
  abrazos,besos,un beso,slds,un fuerte abrazo,muy atentamente,atte,quedo a la espera,gracias de antemano,
  baci,bacioni,un bacio,abbracci,un abbraccio,in fede,cordialmente,la ringrazio,grazie in anticipo,con osservanza,
  bjs,bjos,beijos,beijo,com estima,sem mais,muito obrigado,muito obrigada,pede deferimento,
  grtz,liefs,hartelijke groeten,vr gr,met groet,hgr,hoogachtend,
  pozdro,pzdr,pozdrowionka,buziaki,sciskam,lacze pozdrowienia,
  s pozdravem,s pozdravom,s uctou,mejte se,cu stima,cu respect,cu drag,va multumesc,multumesc,udvozlettel,tisztelettel,koszonettel,saygilarimla,saygilar,tesekkurler,selamlar,lep pozdrav,srdacan pozdrav,s postovanjem,parhain terveisin,terveisin,kramar,halsar,hilsner,kaerlig hilsen,
  halsningar,med vanliga halsningar,vanliga halsningar,mvh,hilsen,med venlig hilsen,venlig hilsen,med vennlig hilsen,vennlig hilsen,terveisin,ystavallisin terveisin`

type Trigger = { readonly phrase: string; readonly says: Says }

function triggersOf(lists: readonly (readonly [Says, string])[]): ReadonlyMap<string, readonly Trigger[]> {
  const all = lists.flatMap(([says, list]) =>
    list.split(',').map((phrase) => ({ phrase: ` ${phrase.trim().replace(/\s+/g, ' ')} `, says })),
  )
  // The longest phrase that fits is the one meant.
  const known = all.filter(({ phrase }) => phrase.trim() !== '').sort((a, b) => b.phrase.length - a.phrase.length)
  return Map.groupBy(known, ({ phrase }) => lastOf(phrase))
}

const lastOf = (words: string): string => words.slice(words.lastIndexOf(' ', words.length - 2) + 1, -1)

const BEFORE = triggersOf(Object.entries(TRIGGERS) as [Says, string][])
const ENDS = triggersOf([['strong', CLOSINGS]])

const told = (words: string, triggers: ReadonlyMap<string, readonly Trigger[]>): Says =>
  triggers.get(lastOf(words))?.find(({ phrase }) => words.endsWith(phrase))?.says ?? 'none'

/** No words at all: nothing is said then. */
export const NO_WORDS = ' '

/** The words of a stretch of text as `fold` gives them, but none where nothing is said of a place after them, as the last one tells. */
export function wordsBefore(text: string, from: number, to: number): string {
  const last = lastWordIn(text, from, to)
  return last === null || BEFORE.has(last) || ENDS.has(last) ? fold(text.slice(from, to)) : NO_WORDS
}

/** The last word that `fold` would give; null where other letters than ASCII's may be a part of it. */
function lastWordIn(text: string, from: number, to: number): string | null {
  let end = to
  while (end > from && !isAlphanumeric(text.charCodeAt(end - 1))) if (text.charCodeAt(--end) > 127) return null
  if (end === from) return ''
  const isOfIt = isDigit(text.charCodeAt(end - 1)) ? isDigit : isLetter
  let start = end
  while (start > from && isOfIt(text.charCodeAt(start - 1)) && !isApart(text, start, end)) start--
  return start > from && text.charCodeAt(start - 1) > 127 ? null : text.slice(start, end).toLowerCase()
}

/** True where a lower-case letter stands before the upper-case one that a word begins with. */
const isApart = (text: string, at: number, end: number): boolean =>
  at < end && text.charCodeAt(at - 1) >= 97 && isUpper(text.charCodeAt(at))

/** Every word that says by itself that somebody's name comes next, where somebody is meant by it. */
export const RELATIONS: readonly string[] = [...BEFORE].flatMap(([word, triggers]) =>
  triggers.some(({ phrase, says }) => says === 'relation' && phrase === ` ${word} `) ? [word] : [],
)

/** What folded words right before a place say of it. */
export const saidBefore = (words: string): Says => told(words, BEFORE)

/** The same for the words that end the line before: what a letter ends with. */
export const saidAtEnd = (words: string): Says => told(words, ENDS)

const NAME =
  'nomusage|nom d.usage|nom de naissance|prenoms|prénoms|nombres|apellido[ _]?(?:paterno|materno)|primer[ _]?(?:nombre|apellido)|segundo[ _]?(?:nombre|apellido)|kontaktperson|gläubiger(?:in)?|schuldner(?:in)?|versicherungsnehmer(?:in)?|betreff person|beteg|hasta ad[ıi]|name|naam|nombre|nom|nome|nimi|navn|namn|n[eé]v|nume|priezvisko|jmeno a prijmeni|jméno a příjmení|imię i nazwisko|ad soyad|adı soyadı|nume si prenume|nume și prenume|nombre completo|nome completo|jm[eé]no|ime|ad[ıi]?|isim|imi[eę]|nazwisko|cognome|pr[eé]nom|apellidos?|apelidos?|sobrenome|vorname|nachname|zuname|surname|forename|lastname|firstname|soyad[ıi]?|p[rř][ií]jmen[ií]|prezime|prenume|etunimi|sukunimi|f[oö]rnamn|efternamn|fornavn|etternavn|efternavn|voornaam|achternaam|roepnaam'
const WHOSE =
  'full|first|last|given|family|middle|maiden|customer|patient|employee|client|contact|user|account|holder|author|sender|recipient|applicant|student|tenant|doctor|physician|display|legal|birth|nick|member|guest|parent|guardian|kunden|patienten|vor|nach|familien|sur|volledige|vollst[aä]ndiger'

/** A label with a colon or an equals sign, or a JSON key, right before a name; or a label apart from it in a list. */
export const LABEL = new RegExp(
  `["'](?:family|given|fname|lname)["']\\s?:\\s?\\[?\\s?["']$|(?:^|[^\\p{L}])(?:(?:${WHOSE})[ _-]?)?(?:${NAME})(?:(?:,? (?:and|und|et|y|e|en|i|a|și|si|&) |, ?|/)(?:${NAME}|de famille))?(?: completo| complet| complète| completa| de famille| del paciente| do paciente| du patient| klienta| pacjenta)?["'\`*]{0,3}(?:\\s?[:=：]\\s{0,24}["'\`*]{0,3}|\\s?\\|\\s?)$|(?:^|\\n)[ \\t]{0,8}(?:${NAME})(?:[ ]{2,24}|\\t{1,3})$`,
  'iu',
)

/** The same for what a person is there; some of these name the speakers of a conversation as well. */
export const ROLE =
  /(?:^|\n|[("',;.*|]\s?)(?:patient|patientin|patiënt|pacjent|pacjentka|customer|client|klant|klient|klientka|kunde|kundin|employee|mitarbeiter(?:in)?|medewerker|applicant|antragsteller(?:in)?|candidate|contact|ansprechpartner(?:in)?|contactpersoon|attendees?|participants?|present|teilnehmer|anwesend|entschuldigt|apologies|absente?s?|assenti|ausentes|afwezig|nieobecni|présents?|excusée?s?|asistentes|presentes|presenti|aanwezig|obecni|from|to|cc|bcc|von|an|de|à|para|da|do|od|van|aan|attn|author|autor|assignee|assigned to|reporter|owner|sender|recipient|empfänger|absender|signed|signature|unterschrift|firma|handtekening|podpis|guest|tenant|mieter(?:in)?|locataire|witness|beneficiary|insured|policyholder|cardholder|account holder|kontoinhaber(?:in)?|titulaire|titular|intestatario|rekeninghouder|bill to|ship to|sold to|prepared (?:by|for)|submitted by|approved by|reviewed by|requested by|paciente|cliente|paziente|utente|physician|provider|doctor|arzt|médecin|médico|medico|arts|lekarz|employé|salarié|dipendente|empleado|trabajador)["'`*]{0,3}\s?[:=]\s{0,8}["'`*]{0,3}$/iu

/** The name of a column, folded, under which there are names of people. */
export const NAME_COLUMN =
  /^ (?:(?:full|first|last|given|family|customer|patient|employee|client|contact|member|student|guest|kunden) )?(?:name|naam|nombre|nom|nome|navn|namn|nimi|imie|nazwisko|imie i nazwisko|nombre y apellidos?|nom et prenom|nome e cognome|cognome|prenom|apellidos?|apelido|vorname|nachname|surname|customer|client|patient|employee|kunde|kundin|mitarbeiter|klant|medewerker|cliente|paciente|paziente|klient|pacjent|pracownik|contact|attendee|participant|assignee|owner|teilnehmer|nome completo|nombre completo) $/

/** What a person does, said of two words that no list knows. */
export const SAYS =
  /^(?: (?:said|says|told|asked|wrote|writes|called|lives|lived|was born|is born|died|married|retired|replied|emailed|phoned|complained|joined|resigned|applied|is on (?:leave|holiday|vacation)|sagte|schrieb|wohnt|hat angerufen|ist im Urlaub|hat gekündigt|bittet|klagt|habite|a appelé|est en congé|a demandé|souhaite|vive en|llamó|solicita|pidió|está de (?:baja|vacaciones)|abita|ha chiamato|ha chiesto|è in ferie|mora em|ligou|pediu|está de férias|woont|belde|heeft gebeld|is op vakantie|is ziek|mieszka|zadzwonił|prosi|jest na urlopie|meldet sich|réside|est née? le|nació|risiede|è nat[oa]|lamenta|nasceu|is geboren|urodził)(?![\p{L}]))/u

/** What a person does: the words after a lone first name that speak for one. */
export const DOES =
  /^(?:'s| (?:from (?:the|our|HR|IT|accounting|accounts|payroll|finance|sales|legal|marketing|support|reception|upstairs|downstairs)|emailed|texted|rang|phoned|confirmed|agreed|mentioned|suggested|reported|complained|resigned|joined|borrowed|owes|paid|gave|sent|loves|likes|hates|wanted|needed|knows|is (?:away|off|out|sick|ill|late|allergic|pregnant|diabetic|on (?:leave|holiday|vacation))|was (?:sick|ill|born|admitted|diagnosed|prescribed|hired|fired|late|not)|didn't|doesn't|won't|can't|couldn't|hasn't|isn't|wasn't|will|would|can|said|says|told|asked|wrote|writes|called|lives|lived|works|worked|was born|is (?:a|an|my|our|the|from|not|\d)|has|had|needs|wants|went|moved|died|married|replied|emailed|thinks|stays|keeps|takes|sagt|sagte|wohnt|arbeitet|hat|bleibt|habite|travaille|vit|a dit|reste|vive|trabaja|dijo|sigue|abita|lavora|ha detto|resta|fica|mora|trabalha|disse|woont|werkt|zei|blijft|mieszka|pracuje)(?![\p{L}]))/u

/** Somebody's age, year or address in brackets or after a comma: who stands before that is a person. */
export const APPOSITION =
  /^(?:,? (?:\((?:aged? )?\d{1,3}[,)]|\((?:DOB|dob|MRN)[ :]|\(?(?:born|geb\.|geboren|née?|nacid[oa]|nat[oa]|nascid[oa]|ur\.)(?![\p{L}]))|,? ?[<(]?[\w.+-]{1,40}@|, (?:\d{2},|aged \d|\d{2} (?:years|Jahre|ans|años|anni|anos|jaar|lat)))/u
