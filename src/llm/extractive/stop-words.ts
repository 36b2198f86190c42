/** Words that carry no subject, folded (lower case, no accents). English, Spanish, German and French; other languages go by weights alone. */
const ENGLISH =
  'a about after again all also am another an and any anybody anyone anything are aren as at be because been before being between both but by can cannot could couldn did didn do does doesn doing don done down during each either else ever every few for from further had has hasn have haven having he hello her here hers hi him his how i if in instead into is isn it its itself just ll let like m may me might more most much must my myself no nor not now of off ok on once one only or other our ours out over own please quite re really regarding s same shall she should shouldn so some somebody someone something such t than thank thanks that the their theirs them then there these they this those through to too under until up us ve very was wasn we were weren what when where whether which while who whom whose why will with without won would wouldn yes yet you your yours yourself im id ill ive dont cant';
const SPANISH =
  'al algo alguien algun alguna ante antes aqui asi aun aunque cada como con contra cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde dos e el ella ellas ellos en entre era es esa ese eso esta estan estas este esto estos estoy fue fueron ha hace hacia han has hasta hay he la las le les lo los mas me mi mis muy nada ni no nos nosotros nuestra nuestro o os otra otro para pero poco por porque pues que quien quienes se sea segun ser si sin sobre son su sus tal tambien tan te tiene tienen todo todos tras tu tus un una uno unos usted ustedes y ya yo hola gracias favor';
const GERMAN =
  'ab aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist bitte da dabei damit dann das dass dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gibt habe haben hallo hat hatte hier hin ich ihm ihn ihnen ihr ihre ihren im in ins ist ja jede jeder jedes jetzt kann kannst kein keine konnen konnte man mein meine meinem meinen meiner mich mir mit muss nach nein nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner sich sie sind so soll uber um und uns unser unsere unter vom von vor wann warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wie wieder will wir wird wo wurde wurden zu zum zur danke';
const FRENCH =
  'au aux avec c ce cela ces cet cette ceux chez combien comment d dans de des donc dont du elle elles en encore entre es est et etait ete etes etre eu eux fait il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par pas pendant peut peux plus pour pourquoi qu quand quel quelle quelles quels qui quoi s sa sans se ses si son sont sous suis sur t ta te tes toi ton tous tout tres tu un une vos votre vous y bonjour merci';

const STOP_WORDS: ReadonlySet<string> = new Set([ENGLISH, SPANISH, GERMAN, FRENCH].join(' ').split(' '));

/** Verbs and nouns of any question: worth matching, worth little when they are missing. */
const GENERIC_WORDS: ReadonlySet<string> = new Set(
  'able actually afraid afternoon ago always anyway automatically apply appreciate arrive arrives ask available back began begin best bit bring call came cause causes certain check come company condition conditions correct currently details different directly ensure entire evening exactly example explain find first fix fixed found get gets getting give glad go going good got handle happen happens help hope idea info information issue keep kind kindly know last later let little located long look looking lot made main make many maybe mean means method month morning multiple name need needs never new next number often old option options part people perhaps person place policies policy possible possibly prevent problem procedure process provide purpose put question really reason received recently recommended related rule rules said say saying says see seem seems set show situation solution soon sorry specific start started starting step steps still stop supposed sure take talk tell thing things think time times today tomorrow tonight took topic try trying two type understand unfortunately use used using want wants way ways website week well wish wonder wondering work working works year yesterday hacer tener puedo puede quiero necesito machen brauche mochte faire veux puis-je'.split(
    ' ',
  ),
);

/** Whether a folded word says nothing of its sentence's subject. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Whether a folded word says little of its question's subject. */
export function isGenericWord(word: string): boolean {
  return GENERIC_WORDS.has(word);
}
