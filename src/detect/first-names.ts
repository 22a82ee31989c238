/**
 * First names that are common in English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish and other
 * European languages, in South and East Asia, Africa and the Middle East; lower case, without marks. Common knowledge, written down by
 * hand: a list of this size knows most people met in business prose, and not the rest.
 */
const FIRST = `
aaron abby abdul abdullah abigail abraham ada adam adamu adele adelaide aditi aditya adrian adriana adriano adrienne agata agathe agnes agnieszka ahmad ahmed aiden aidan
aimee aisha ajay akash akiko akira alain alan alana alba albert alberto aldo alejandra alejandro alena alessandra alessandro alessia alex alexa alexander alexandra alexandre
alexandru alexei alexia alexis alfonso alfred alfredo ali alice alicia alina alisha alison allan allen allison alma alvaro alyssa amadou amalia amanda amar amara amaury
amber ambra amelia amelie amina amir amit amy ana anabel anais ananya anastasia anders andre andrea andreas andreea andrei andres andrew andrzej andy angela angelica angelina angelo
angie anil anika anita anja anjali ankit ann anna annabel anne annelies annette annie annika ansel anthony antje antoine antoinette anton antonella antonia antonietta antonio
antonis anuj anya aoife april aria ariana arianna ariel arjun arlene armand armando arnaud arne arno arnold arthur arturo arun asha ashley ashok astrid athena attila aubrey audrey
august auguste augustin aurelie aurelien aurora ava axel ayesha ayse babak barbara barry bart bartosz bastian beata beatrice beatriz becky belen benedict benedikt benedetta benjamin
benoit bernadette bernard bernd bernhard bert bertrand beth bethany betty beverly bianca bilal birgit bjorn blanca bob bobby bogdan boris brad bradley brandon brenda brendan
brent brett brian brianna bridget brigitte britta brooke bruce bruno bryan caitlin caleb calvin camila camilla camille candice cara carina carl carla carlo carlos carly carmen
carol carolin carolina caroline carolyn carsten casey cassandra cassie caterina catherine cathy catarina cecile cecilia cedric celeste celia celine cesar chandra chantal charlene
charles charlie charlotte chelsea chen cheryl chiara chinedu chloe chris christa christel christian christiane christie christina christine christoph christophe christopher chukwuemeka
ciara cindy claire clara clarissa claude claudia claudio claus clemens clement clementine clinton clive cody colette colin colleen connor conor conrad constance cora corey corinna
corinne cornelia craig cristian cristiano cristina crystal curtis cynthia dagmar daisuke daisy damian damien dan dana daniel daniela daniele danielle danilo danny daphne daria
darius darlene darren darryl dave david davide dawid deborah debbie debra deepak deirdre delphine denis denise dennis derek desmond devon diana diane didier diego dieter dietmar
dietrich dimitri dina dirk dmitri dolores dominic dominik dominika dominique don donald donna doreen doris dorota dorothea dorothy doug douglas duncan dustin dwayne dylan eduardo
edgar edith edmund eduard edward edwin eileen ekaterina elaine eleanor elena eleonora elias elif elijah elin elisa elisabeth elise eliza elizabeth elke ella ellen elliot elliott
elodie eloise elsa elvira emanuel emanuela emeka emil emilia emilie emilio emily emiliano emma emmanuel emre enrico enrique eric erica erich erik erika erin ernest ernesto ernst
erwin esmeralda esperanza estelle esteban ester esther ethan etienne eugene eugenia eugenio eva evan evelyn ewa fabian fabio fabien fabienne fabiola fabrice fabrizio fatima fatma
federica federico felicia felicitas felicity felipe felix ferdinand fernanda fernando filip filippo filomena fiona flavia flavio florian fran franca frances francesca francesco francine
francis francisca francisco franco francois francoise frank franz fred freddie frederic frederick frederik frida frieda friedrich fritz gabriel gabriela gabriele gabriella gabrielle
gail gareth gary gaspard gavin geert gemma genevieve geoff geoffrey georg george georges georgia georgina gerald geraldine gerard gerardo gerd gerhard gertrud giacomo gian giancarlo
gianluca gianni gilbert gilles gillian gina giorgia giorgio giovanna giovanni gisela giulia giuliana giuliano giulio giuseppe giuseppina gloria gonzalo gordon graham graciela grazia
greg gregor gregory greta grzegorz guadalupe gudrun guido guilherme guillaume guillermo gunnar gunter gunther gustav gustavo guy gwen gwendolyn hailey hamza hana hanna hannah hannes
hannelore hans harald harold haroun harriet harry harvey hassan heather hector hedwig heidi heike heinrich heinz helen helena helene helga helmut hendrik henri henriette henrik henrique henry
herbert herman hermann hiroshi hiroko holger howard hubert hugh hugo ian ibrahim ida ignacio igor ilaria ilse imran ines inga inge ingeborg ingo ingrid inigo irena irene irina iris irma
isaac isabel isabell isabella isabelle isaiah isha ismael ismail ivan ivana ivo iwona jaap jacek jackie jacob jacqueline jacques jaime jake jakob jakub jamal james jamie jan jana jane
janet janice janina janine jannik jaroslav jasmin jasmine jason javier jay jean jeanette jeanne jeff jeffrey jen jenna jennifer jenny jens jeremiah jeremy jerome jerry jesper jesse
jessica jesus jill jim jimena jimmy jitendra joachim joan joana joanna joanne joao joaquin jochen joe joel joelle joerg johan johann johanna johannes john johnny jolanda jon jonas
jonathan jordi jorg jorge jose josef josefa josefine joseph josephine josh joshua josie joyce juan juana juanita judith judy jules julia julian juliana juliane julianne julie julien
juliet juliette julio julius jurgen justin justine justyna kai kamal kamil kamila karen karim karin karina karl karla karolina karsten kasia katarina katarzyna kate katharina katherine
kathleen kathrin kathryn kathy katie katja katrin katrina kavita kayla keiko keith kelly kelvin ken kenji kenneth kenny kerry kerstin kevin khadija khalid kieran kim kimberly kiran kirsten
klaus knut konrad konstantin kristen kristian kristin kristina kristine krzysztof kumar kurt kwame kyle lachlan laetitia laila lakshmi lara larissa larry lars laszlo laura laure laurence
laurent lauren laurie lea leah leandro leila lena leo leon leonard leonardo leonie leopold leroy leslie leticia lewis liam lidia liesel lilian liliana lillian lilly lina linda lindsay
lindsey linus lionel lisa liv livia liz lloyd logan lois lola lorena lorenz lorenzo loretta lori lorraine lothar lou louis louisa louise luc luca lucas lucia luciana luciano lucie lucien lucinda
lucy ludovic ludwig luigi luis luisa luiz lukas luke lutz luz lydia lynn lynne maarten maciej mackenzie maddalena madeleine madeline magda magdalena magnus mahmoud maike maja malcolm malgorzata
mamadou manfred manon manuel manuela mara marc marcel marcela marcelo marcia marcin marco marcos marcus margaret margarita margaux margherita margot margit marguerite maria mariam mariana
marianne mariano marie marietta marija marijke marilyn marina mario marion marisa marisol marita mariusz marjorie marlene marta martha martin martina martine marvin mary maryam mateo mateus
mateusz mathew mathias mathieu mathilde matilda matt matteo matthew matthias matthieu maud maureen maurice mauricio maurizio max maxim maxime maximilian maya mechthild meera megan mehdi mehmet mei
melanie melinda melissa melvin mercedes meredith mia michael michal michaela michal micheal michel michela michele michelle miguel mihai mika mike mikael mikhail mila milan milena miles
milos mindy mira miriam miroslav mitchell mohamed mohammad mohammed moira monica monika monique morgane moritz morten moses muhammad mustafa myriam nadia nadine nadja nancy naomi natalia natalie
natasha nathalie nathan nathaniel neha neil nele nelson nguyen niamh nicholas nick nicola nicolas nicole niels nigel niklas nikita nikola nikolai nikolaos nikos nils nina ninon nisha noah noel noemi
nora norbert norma norman nuno nuria odile olaf oleg olena olga oliver olivia olivier omar ophelie orlando oscar oskar osman otto owen pablo palle pamela paola paolo pascal pascale patrice patricia
patricio patrick patrik patrizia patrycja paul paula paulina pauline paulo pavel pawel pedro peggy penelope per percy pernille peter petra petros phil philip philipp philippa philippe phillip phoebe
phyllis pia pierre pieter pietro pilar piotr pooja prakash priya priyanka quentin rachel radoslaw rafael rafal raffaele raffaella rahul raimund rainer raj rajesh ralf ralph ramesh ramon ramona randall
randy raphael raquel rashid raul ravi raymond rebecca regina regine reiko reinhard reinhold rekha remy renata renate renato rene renee reto reza rhonda riccardo richard rick ricardo rita robert roberta
roberto robin rocio roderick rodney rodrigo rodolfo roger rohan rohit roland rolf roman romain romina romy ron ronald ronja rosa rosalie rosalind rosanna rosario rosemarie rosemary ross roxanne roy ruben rudolf rudy
rupert russell ruth ryan sabine sabrina sadia said salma salvador salvatore sam samantha samir samira samuel samuele sandeep sandra sandrine sandro sandy sangeeta sanjay santiago sara sarah saskia sasha satoshi saul scott
sean sebastian sebastien selina selma serena sergei sergey sergio severine seth shane shannon sharon shaun shauna shawn sheila shelley sherry shirley shreya sibylle siegfried sigrid silke silvana silvia silvio simon simona
simone siobhan slawomir sofia sofie sonia sonja sophia sophie soren spencer stacey stacy stan stanislaw stefan stefania stefanie stefano stella stephan stephane stephanie stephen steve steven stewart stuart sunil sunita susan susana
susanna susanne suzanne suresh svein sven svenja svetlana swati sybille sylvain sylvia sylvie sylvester tabea tadeusz takashi takeshi tamara tammy tania tanja tanya tara tariq tasha tatiana taylor ted teresa terence terrance terry
tessa thabo thea thelma theo theodor theodore theresa therese thibault thierry thomas thorsten tiago tiffany till tim timo timothy tina tobias todd tom tomas tomasz tommaso tommy toni tony torben torsten tracey tracy travis trevor
tristan troy tyler udo ugo ulla ulrich ulrike umberto ursula ute uwe valentin valentina valentino valeria valerie vanessa vasile vera verena veronica veronika veronique vicente vicki vicky victor victoria vijay vikram viktor viktoria
vince vincent vincenzo viola violeta virginie vittoria vittorio vivek vivian viviana vivienne vladimir volker wade wadim walter waltraud wanda wayne wendy werner wesley whitney wieslaw wilfried wilhelm willem william winston wojciech wolfgang
xavier xiao ximena yan yannick yara yasmin yasmine yolanda yousef youssef yuki yuko yusuf yves yvette yvonne zachary zahra zainab zbigniew zeynep zoe zofia zuzanna
`

/** First names that are ordinary words, months, places or surnames as often: they need a known surname, or a title. */
const DOUBTFUL = `
amber angel april art ash august autumn bailey basil bay bill blake brandy brook brooke buck carter cash chad chance chase chelsea cherry china clay cliff cole cooper crystal daisy dakota dale dallas dawn dean
destiny diamond don drew duke earl eden ernest eve faith fern ford forest france frank gene genesis georgia ginger grace grant hazel heath heather heaven holly hope hunter iris israel ivy jack jackson jade jasmine jay jersey jesus jewel
jordan joy june justice kent king kitty lance lane laurel lee liberty lily lincoln logan london lou luz macy madison mark marina mark mason may melody mercedes mercy miles milan misty morgan norm norma norman olive opal paige
paris parker pat patience pearl penny per piper porter pierce price prince ray red reed rich rob rocky roman rose ruby rusty sandy sage savannah scarlett sky skip sofia stone storm sue summer sunny taylor ted till trinity troy tucker
tyler van verona victor victoria violet virginia ward warren wade will winter wren chen kim nguyen kumar said jan sierra sydney vienna florence charlotte lorraine mia
`

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((name) => name !== ''))

export const DOUBTFUL_NAMES = words(DOUBTFUL)
export const FIRST_NAMES: ReadonlySet<string> = new Set([...words(FIRST), ...DOUBTFUL_NAMES])
