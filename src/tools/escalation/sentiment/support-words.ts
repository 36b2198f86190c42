/** Words of a support desk that carry a feeling in a lexicon of everyday language and none here: a customer names a thing with them. */
export const NO_FEELING =
  /\b(?:(?:would|'d|should|will|could) (?:really )?like|like to|looks? like|feels? like|like (?:this|that|a|an|the|my|in|on)|like|issues?|errors?|problems?|troubles?|cancel(?:s|l?ed|l?ing|l?ations?)?|fail(?:s|ed|ing|ure|ures)?|lost|losing|lose|stop(?:s|ped|ping)?|alerts?|fees?|charge[ds]?|disput\w*|debts?|demands?|block(?:s|ed|ing)?|risks?|emergency|interests?|interested|please|pls|plz|helps?|helped|helping|wants?|wanted|support(?:s|ed|ing)?|sure|certain|shares?|shared|security|secure|safe|credit|free|missed|miss|missing|stolen|low|leave|drop(?:s|ped)?|number|care|cut|hard|yes|yeah|ok|okay|well|matter|argument|broken|broke|expose\w*|warn\w*|reject\w*|declin\w*|refus\w*|apolog\w*|sorry|join(?:ed)?|agree(?:d|s)?|top|true|value|important|chance|solutions?|resolve[ds]?|feeling|fire|play(?:s|ed|ing)?|party|parties|vision|win(?:s|ning)?|won|pay(?:s|ing)?|excuse me|crush|attack\w*|kill\w*|dead|die[ds]?|fight\w*|war|gun|bomb\w*|shot)\b/gi;

/** One way in which a message of a customer shows a feeling that its words alone don't. `weight` is in units of the lexicon, -4..4 a word. */
export interface FeelingCue {
  readonly pattern: RegExp;
  readonly weight: number;
}

const feeling = (weight: number, pattern: RegExp): FeelingCue => ({ pattern, weight });

/** How a customer tells that they were let down, in plain words. */
export const LET_DOWN: readonly FeelingCue[] = [
  feeling(
    -2.2,
    /\b(?:on hold|hold (?:time|for)|hung up|hang up|(?:wait(?:ed|ing)?|been|late|delayed|sat|sitting|stuck|stranded|standing) (?:[a-z]+ ){0,4}?(?:\d+|two|three|four|five|six|several|many|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|forever|ages)|(?:\d+|two|three|several|many) ?\+? ?(?:hours?|hrs?|days?|weeks?|months?) (?:[a-z]+ ){0,2}?(?:late|delay\w*|wait\w*|ago|later|now|on (?:the )?(?:phone|hold)))/,
  ),
  feeling(
    -2,
    /\b(?:still (?:no|not|waiting|haven't|hasn't|isn't|can't|nothing|having|stuck|don't|doesn't|on)|yet again|again and again|keeps? (?:[a-z]+ing|being)|once again|every (?:single )?time|third time|second time|always (?:late|delayed|down|broken|something))/,
  ),
  feeling(
    -2,
    /\b(?:nobody|no ?one|no (?:response|reply|answers?|help|explanation|notice|apology|communication|updates?|info(?:rmation)?|record|way to|customer service|excuse)|never (?:got|received|called|replied|responded|again|answered?|arrived|came|heard|had|been so|fly\w*|us(?:e|ing))|without (?:any )?(?:notice|explanation|telling|warning)|zero (?:help|communication|service))/,
  ),
  feeling(
    -1.6,
    /\b(?:(?:can|could|do|does|did|is|are|was|were|wo|would|has|have|ai)(?:n't|nt)|cannot|can not|unable to|not able to|impossible to|refus\w+ to|fail\w* to|not (?:working|helpful|acceptable|happy|impressed|good|cool|ok|right|fair|responding|answering))\b/,
  ),
  feeling(
    -1.8,
    /\b(?:delay(?:s|ed|ing)?|cancel(?:l?ed|l?ation)s?|bumped|overbooked|rebooked?|mechanical|lost (?:my|our|the|his|her) (?:bags?|luggage|stuff|order|package|suitcase)|missed (?:my|our|the|a) (?:flight|connection|connecting|appointment|meeting)|missing (?:bags?|luggage|items?)|damaged|broken|broke my|overcharged?|double charged|disconnect\w*|crash\w*|stuck|stranded|runaround|excuses?)\b/,
  ),
  feeling(
    -1.2,
    /\b(?:why (?:is|are|do|does|did|can't|can not|would|won't|don't|doesn't|not|has|have|am|was)|how (?:can|could|is it|are you|do you expect|hard is)|what(?:'s| is) (?:going on|the (?:point|problem|deal|hold ?up|excuse)|wrong|up with)|when (?:will|are) you (?:going|ever|finally)|are you (?:serious|kidding)|seriously\b|really\?|you (?:should|need to|could at least|have to|guys need)|so much for|thanks for nothing|get it together|do better|fix (?:this|your|it)|at least|instead of|even though|supposed to|after (?:all|being)|if you (?:can't|cared|would)|(?:would|could) (?:be|have been) nice (?:if|to))\b/,
  ),
  feeling(
    -2.5,
    /\b(?:unprofessional|unacceptable|ridiculous|rude(?:st|ness)?|incompeten\w+|useless|pathetic|disgrace\w*|shame(?:ful)?|joke|nightmare|worst|disappoint\w*|frustrat\w*|annoy\w*|unhelpful|disgust\w*|sucks?|crap\w*|bs|bullshit|wtf|smh|ffs|#fail|fail\b|epic fail|screwed|ripped off|rip ?off|scam\w*|lied|liars?|lies|ruin\w*|wast(?:e|ed|ing)|poor(?:ly)?|lousy|horr\w+|terrib\w+|awful\w*|lame|hate[ds]?|angry|furious|upset|pissed|garbage|trash|mess(?:ed)?|sick of|tired of|fed up|ugh+|grr+|argh*|sigh|not even|never again|blame|lack of)\b/,
  ),
];

/** Praise as customers word it. */
export const PRAISE: readonly FeelingCue[] = [
  feeling(
    2,
    /\b(?:thank(?:s| you| u)|thx|thnx|tks|cheers|appreciate[ds]?|grateful|kudos|shout ?out|props|bravo|well done|good job|great job|awesome job|nice job|nice work|great work|way to go|you rock|you guys rock|made my (?:day|night|week)|can't wait|cant wait|looking forward|so excited|excited|congrat\w*|happy (?:birthday|friday|holidays|new year)|good luck|thrilled|yay+|woo+(?:hoo)?|yes{2,}|love (?:it|this|you|your|the|my)|loved)\b/,
  ),
  feeling(
    2,
    /\b(?:best (?:[a-z]+ )?(?:airline|company|service|team|ever|crew|flight|customer|support|day|night|people)|(?:great|excellent|amazing|awesome|fantastic|wonderful|outstanding|exceptional|superb|stellar|terrific|incredible|impeccable|smooth|fabulous|good|nice) (?:[a-z]+ )?(?:service|support|experience|flight|crew|staff|team|people|job|work|help|rep|agent|customer|company|airline|day|night|time)|went (?:above|out of)|extra mile|super (?:helpful|friendly|nice|fast)|so (?:helpful|friendly|nice|kind|fast|happy|good|much fun)|very (?:helpful|friendly|nice|kind|impressed|happy|pleased)|quick(?:ly)? (?:response|reply|resolved|answered)|(?:quick|fast|prompt|speedy) (?:response|reply|service|answer)|impressed|i'm a fan|big fan|perfect(?:ly)?|customer for life|happy customer|fantastic|amazing|awesome|brilliant|excellent|beautiful|delicious)\b/,
  ),
];

/** Praise that means its opposite. */
export const SARCASM =
  /\b(?:thanks?(?: you)?(?: a lot| so much| again)? for (?:nothing|the (?:delay|wait|hassle|lack|terrible|horrible|bad|extra|late|cancel\w*|ruin\w*|stress|no)|(?:making|leaving|losing|ruining|wasting|not|cancel\w+|delay\w+|keeping|charging|letting|screwing|breaking|hanging|ignoring))|(?:great|nice|good|awesome|fantastic|brilliant|excellent) (?:job|work|way|going|start)(?: on| at| of| in)? (?:[a-z]+ ){0,3}?(?:losing|ruining|cancel\w+|delay\w+|making|keeping|not|to (?:lose|ruin|treat))|(?:just|how|oh|well that's|that's) (?:great|lovely|wonderful|perfect|fantastic|brilliant|peachy)(?:\.|,|!| now|$)|love (?:how|it when|when|that|waiting|being|sitting|paying)|so[- ]called|way to (?:go|treat|lose|ruin|keep|make)|what a (?:joke|surprise|way)|big surprise|yeah,? right|good luck (?:getting|with|reaching))\b/;
