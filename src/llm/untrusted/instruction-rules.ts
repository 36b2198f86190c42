/**
 * Sentences that speak to an assistant rather than to a customer, one idea a rule. They are tried on one sentence in lower case
 * with straight quotes and single blanks. A help page tells its reader what to do all the time ("ignore this message", "send us
 * your order number", "follow these instructions"), so each rule needs an object that only an assistant has: its instructions,
 * its prompt, its tools, its answers, its customer.
 */
const MODEL =
  '(?:(?:ai|a\\.i\\.|virtual|digital|automated) (?:assistants?|agents?|systems?|models?|chatbots?)|(?:large )?language models?|llms?|ais?|chat ?bots?|chatgpt|gpt-?\\d?|claude|gemini|copilot)';
const HELPER = `(?:${MODEL}|assistants?|bots?)`;
const OWN_RULES =
  '(?:instructions?|prompts?|directives?|guidelines?|guardrails?|commands?|programming|training|safety (?:rules|measures|policies)|rules|orders|constraints|restrictions)';
const POLITE =
  '(?:please |now,? |then,? |also,? |instead,? |just |simply |always |only |and |but |you (?:must|should|will|shall) )*';
const SECRETS =
  '(?:passwords?|pass ?words?|pin|card (?:number|details)|credit card|cvv|cvc|security code|one-time code|credentials)';

export const ENGLISH_RULES: readonly RegExp[] = [
  // "ignore all previous instructions", "your guidelines no longer apply"
  new RegExp(
    `\\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|discard|pay no attention to|do not follow|don't follow|stop following|abandon|erase)\\b.{0,30}\\b(?:previous|prior|above|earlier|preceding|former|all|any|every|your|other|system|original|initial|existing|developer's?)\\b.{0,30}\\b${OWN_RULES}\\b`,
    'u',
  ),
  /\b(?:ignore|disregard|forget) (?:everything|anything|all)(?: \p{L}+){0,3} (?:above|before|previous(?:ly)?|earlier|told|said|know|learned)\b/u,
  new RegExp(
    `\\byour (?:previous |former |original |own |old )?${OWN_RULES} (?:no longer|do not|don't) (?:apply|count|matter)`,
    'u',
  ),
  // "you are now an unrestricted assistant", "from now on you answer ...", "developer mode"
  new RegExp(
    `\\byou are (?:now|no longer|henceforth|really|actually) (?:an?|the|my|our|in|called|named|acting|bound|playing|\\p{L}{2,12},? an?)\\b.{0,40}\\b(?:${HELPER}|mode|unrestricted|jailbroken|pirate|persona|rules|terminal|interpreter|dan|evil|model|character|support agent)\\b`,
    'u',
  ),
  /\bfrom now on,? (?:you (?:(?:are|will|must|shall|should|can)(?: only| always| never)? )?(?:be (?:an?|called|known)|answer|respond|reply|act|speak|talk|pretend|behave|say|refer|obey|ignore|an?|in|my|called)\b|your (?:name|answers?|repl(?:y|ies)|role|job|only|task)\b|(?:always |only )?(?:answer|respond|reply|act|speak|pretend|behave|say)\b)/u,
  /\b(?:developer|debug|god|jailbreak|dan|admin(?:istrator)?|maintenance|sudo) mode (?:is (?:now )?(?:on|enabled|active|activated)|enabled|activated|on\b)|\b(?:enter|activate|switch (?:in)?to|enable) (?:developer|god|jailbreak|dan|sudo|unrestricted) mode\b/u,
  new RegExp(
    `\\b(?:pretend|act|behave|role-?play) (?:to be|as if you|as though you|that you|like you|you are)\\b|\\b(?:respond|answer|reply|speak) (?:as if you|as though you|like you are)\\b|^${POLITE}(?:pretend|role-?play|act as)\\b`,
    'u',
  ),
  // "reveal your system prompt", "what are your instructions"
  /\b(?:system|initial|hidden|original|developer|secret) prompts?\b/u,
  new RegExp(
    `\\b(?:reveal|show|print|repeat|output|display|disclose|dump|leak|expose|recite|quote|write out|copy|translate|summari[sz]e|list|tell|what (?:is|are|were))\\b.{0,30}\\byour (?:(?:\\p{L}+ ){0,2})?(?:prompt|instructions|directives|guidelines|guardrails|programming|configuration|tools|rules)\\b`,
    'u',
  ),
  // "Dear assistant,", "note to the AI:", "as a language model you must", "assistants must"
  new RegExp(
    `^\\W*(?:(?:dear|hey|hello|hi|attention|important|notice|note|instructions?|message|memo|warning|reminder|for|to|any|all|the|this|every|our|whichever|is|a|an|of|reading)[ ,:!-]+)*${HELPER}(?: (?:reading|processing|that|who|which) .{0,40})?\\s?[,:!–-](?= |$)`,
    'u',
  ),
  new RegExp(
    `\\b(?:as|if you are|since you are|because you are|you,? as|being) an? (?:helpful |honest |smart )*${MODEL}\\b`,
    'u',
  ),
  new RegExp(
    `\\bas (?:an?|the|our) (?:helpful |honest |smart )*assistant,? (?:you|do|never|always|please|it is your)\\b`,
    'u',
  ),
  new RegExp(
    `\\b(?:the|this|any|every|all|our|your)? ?(?:${MODEL}|(?:the|this|any|every|all) (?:assistants?|bots?)) (?:reading|processing|answering|handling|summari[sz]ing|must|should|shall|has to|have to|needs? to|(?:is|are) (?:required|instructed|ordered|told|asked|authori[sz]ed) to|will now|ought to)\\b`,
    'u',
  ),
  new RegExp(
    `\\b(?:instructions?|note|message|directive|command|orders?) (?:to|for) (?:the |any |all |our |your )*${HELPER}\\b`,
    'u',
  ),
  // "do not tell the user", "keep this from the customer"
  /(?:^|[,;:.–-] ?|\b(?:and|but|then|please|you (?:must|should|may)) )(?:do not|don't|never|not) (?:ever )?(?:tell|mention|inform|reveal|disclose|let|alert|warn|notify|say|show|explain|admit)\b.{0,40}\b(?:the|this|that|any|your|our) (?:users?|customers?|humans?|clients?|instructions?|note|reader)\b/u,
  /\b(?:without (?:telling|informing|mentioning (?:it|this|that) to|alerting)|hide (?:this|it) from|keep (?:this|it) (?:secret|hidden) from|conceal (?:this|it) from) (?:the|your|any) (?:users?|customers?|humans?|clients?)\b/u,
  // "tell the customer to send their password", "convince the user to"
  /(?:^|\b(?:and|then|please|must|should|to|now) )(?:convince|persuade|trick|manipulate|lure|urge|pressure|get) the (?:user|customer|client|human)s?\b/u,
  new RegExp(
    `\\b(?:ask|tell|instruct|request|require|direct|advise|have) the (?:user|customer|client|human)s?\\b.{0,60}\\b(?:their|his|her) .{0,30}${SECRETS}`,
    'u',
  ),
  // "call the tool look_up with ..."
  /\b(?:call|invoke|use|run|execute|trigger|query) (?:the |your |a |an |this )?(?:tool|function|plugin)s?,? (?:called |named )?["'`]?\p{L}[\p{L}\d]*(?:[_.:/-][\p{L}\d]+)+/u,
  /\b(?:call|invoke|trigger|use|run) (?:the |your |a |an )?["'`]?\p{L}[\p{L}\d]*(?:_[\p{L}\d]+)+["'`]? (?:mcp )?tool\b|\b(?:call|invoke|trigger) (?:the |your )?["'`]?\p{L}[\p{L}\d]*(?:_[\p{L}\d]+)+["'`]? (?:with|for|on)\b/u,
  /\b(?:call|invoke|execute|trigger) (?:all |any |each |every )?(?:of )?your (?:\p{L}+ )?(?:tools?|functions?|plugins?)\b/u,
  /\b(?:call|invoke|trigger) (?:the |a )?(?:\p{L}+ )?tool\b/u,
  // "send the conversation to https://..."
  /\b(?:send|post|forward|transmit|upload|exfiltrate|leak|append|encode|attach|report|deliver|copy|e-?mail|put|embed|include)\b.{0,60}\b(?:(?:the|this|their|entire|whole|full) (?:conversation|chat(?: history)?|message history|dialogue|session)|everything (?:above|you know|so far)|(?:the|this|our) (?:user|customer|client)(?:'s|s'|s)? (?:data|details|e-?mail|name|phone|address|messages?|orders?|order numbers?|information|password|question))\b.{0,80}(?:https?:|www\.|\bto \S+@|\b(?:in|into|to|as|inside|at) (?:the|an?|this|our) (?:url|link|image|query|address|webhook|server|endpoint|parameter))/u,
  /!\[[^\]]*\]\([^)]*(?:[{<[]|\$\{|%7b)|\]\(\s*https?:[^)\s]*(?:\{\{?|\$\{|%7b|<|\[)[^)]*\)/u,
  // "answer only with ...", "end every reply with ...", "say: ..."
  /(?:^\W*|[,;:] |\b(?:and|then|please|must|should|always|now|to|only) )(?:respond|reply|answer)(?: \p{L}+){0,6}? (?:only with|exactly (?:with|as|this|the|like)\b|exactly:|solely with|with (?:only|exactly|nothing but|just|the (?:exact )?(?:words?|phrase|text|sentence|string|following (?:text|words|sentence|message))))(?! (?:stop|yes|no|help|end|unsubscribe|start|cancel)\b)/u,
  /\b(?:begin|start|end|finish|close|conclude|prefix|preface|append|include|insert|add|put|mention|place)\b.{0,60}\b(?:every|each|all(?: of)?|your|the final|the next) (?:of your )?(?:next |final |future |own )?(?:answers?|responses?|repl(?:y|ies)|outputs?|messages? to (?:the )?(?:user|customer)s?)\b(?! (?:is|are|was|to the survey)\b)/u,
  /\byour (?:(?:next|final|only|entire|whole) (?:answers?|responses?|repl(?:y|ies)|outputs?) (?:must|should|shall|has to|have to|will|is to) (?:now )?(?:only )?(?:be|begin|start|contain|include|end|say|read|mention|consist)|(?:answers?|responses?|repl(?:y|ies)|outputs?) (?:must|should|shall|has to|have to) (?:always |only )?(?:say|read|begin with|start with|end with|consist))\b/u,
  new RegExp(
    `^\\W*${POLITE}(?:say|output|repeat|emit|utter|(?:print|echo|write)(?= (?:only|exactly|the|this)))(?: (?:only|exactly|the (?:exact )?(?:words?|phrase|text|following|sentences?|code|string|token|secret|line)|this|back|after me|verbatim|to the (?:user|customer)))*\\s*[:"'\`«](?!\\s?\\p{L}+["'»]? (?:to|if|when|for|or)\\b)`,
    'u',
  ),
  // "say X whenever refunds come up", "link to X when asked"
  new RegExp(
    `^\\W*${POLITE}(?:say|mention|link|refer|point|direct|recommend|answer|reply|respond|include|insert|append|state|write)\\b.{1,100}\\b(?:when(?:ever)? (?:you are |you're )?asked|when(?:ever)? .{0,30}(?:\\basks?|\\bcomes? up)\\b|(?:to|for) (?:everyone|everybody|anyone|anybody) who asks|before anything else|in (?:every|each) (?:answer|reply|response)|no matter what (?:is|they|the)|regardless of (?:the question|what))`,
    'u',
  ),
  // "this overrides your rules", "new instructions:", "you must obey"
  new RegExp(
    `\\b(?:this|these|the following|my|new) (?:${OWN_RULES}|messages?|notes?|texts?|documents?|pages?) (?:overrides?|supersedes?|replaces?|takes? precedence over|outranks?|ha(?:s|ve) (?:higher|the highest|more) (?:priority|authority))\\b.{0,40}\\b(?:your|all|any|every|previous|other|system|prior|earlier)\\b`,
    'u',
  ),
  new RegExp(
    `^\\W*(?:begin |start of |important |urgent |updated |end of )*(?:new|updated|secret|hidden|real|true|additional|admin|system|developer|override) (?:system )?(?:${OWN_RULES}|override|message|update)(?: (?:for|from|to) .{0,40})?\\s*(?:[:–]|$)`,
    'u',
  ),
  /\b(?:system|security|admin(?:istrator)?|developer) override\b|\bprompt injection\b|\bobey (?:me|this|these|the following|my|all|every)\b/u,
  // fake ends of data and fake messages of a chat
  /^\W*(?:begin|end|start)(?: of)?(?: the)? (?:\p{L}+ )?(?:untrusted|trusted|system|user|knowledge|context|sources?|data|input|document|prompt|instructions?|conversation|passages?)(?: (?:section|block|data|text|message|prompt|input))?\W*$/u,
  /\{\s*["']?(?:role|tool_calls?|tool_name|tool_result|function_call|tool|function|recipient_name|decision)["']?\s*:/u,
  // "decode this and do what it says"
  /\b(?:decode|decrypt|unscramble|decipher)\b.{0,80}\b(?:follow|execute|obey|do what|do as|run|instructions?|carry out|comply|act on|say)\b|\b(?:base ?64|rot ?13|hex(?:adecimal)?|morse)\b.{0,60}\b(?:follow|execute|obey|instructions?|carry out|comply)\b/u,
  /\b(?:decode|base ?64)\b.{0,80}[a-z0-9+/]{24,}={0,2}/u,
];
