/** A language's plain ways of asking for a person, and what turns them around when it stands before. */
interface LanguageWish {
  readonly wish: RegExp;
  readonly negated: RegExp;
}

/** The grammar is the same in each: a verb of speaking, connecting or wanting, then a person. */
export const OTHER_LANGUAGE_WISHES: Readonly<Record<string, LanguageWish>> = {
  es: {
    wish: /\b(?:hablar|chatear|comunicar(?:me|nos)?|contactar|conectar(?:me)?|p[aá]s[ae](?:me|rme)?|transfi[eé]r[ae](?:me)?|transferir(?:me)?|quiero|necesito|prefiero)(?: (?:con|a|que|me|atienda))* (?:(?:un|una|alg[uú]n|alguna|el|la|otro|otra|su|tu) )?(?:(?:verdadero|verdadera) )?(?:persona|humano|humana|agente|asesora?|operadora?|representante|supervisora?|gerente|encargad[oa]|alguien|ejecutiv[oa])(?![\p{L}])/u,
    negated: /\b(?:no|sin|nunca|tampoco)(?: \p{L}+){0,2} ?$/u,
  },
  de: {
    wish: /(?:(?:mit|an|zu) (?:(?:einem|einer|einen|dem|der|den|ihrem|eurem|jemandem?) )?(?:(?:echten|richtigen|realen|menschlichen|lebenden|anderen) )?(?:menschen|person|mitarbeiter(?:in)?|berater(?:in)?|kundenberater(?:in)?|agenten?|kundendienst|kundenservice|vorgesetzten|chef|jemandem?)[^.!?]{0,30}\b(?:sprechen|reden|verbinden|verbunden|weiterleiten|weitergeleitet|chatten|kontakt|durchstellen)|\b(?:sprechen|reden|verbinden sie mich|chatten|verbinde mich) (?:bitte )?(?:mit|an) (?:\p{L}+ ){0,2}(?:menschen|person|mitarbeiter(?:in)?|berater(?:in)?|agenten?|vorgesetzten|jemandem?)|\b(?:ich )?(?:will|möchte|brauche|wünsche|verlange) (?:bitte )?(?:einen|eine) (?:(?:echten?|richtigen?|menschlichen?) )?(?:menschen|mitarbeiter(?:in)?|berater(?:in)?|ansprechpartner(?:in)?)(?![\p{L}]))/u,
    negated: /\b(?:nicht|kein(?:en|e)?|ohne|nie)(?: \p{L}+){0,3} ?$/u,
  },
  fr: {
    wish: /\b(?:parler|discuter|échanger|contacter|joindre|(?:mettez|mets|mettre)(?:-moi| moi)? en (?:relation|contact)|transf[eé]rez(?:-moi| moi)?|passez(?:-moi| moi)?|je (?:veux|voudrais|souhaite|préfère)|j'ai besoin d['e])(?: (?:à|a|avec|vers))? ?(?:(?:un|une|le|la|votre|quelqu') ?)?(?:(?:vrai|vraie|autre) )?(?:humaine?|être humain|personne|agente?|conseill(?:er|ère)|opérateur|opératrice|représentante?|responsable|superviseur|quelqu'un|service client)(?![\p{L}])/u,
    negated: /(?:\bne\b|\bn'|\bsans\b|\bpas\b|\bjamais\b)(?: ?[\p{L}']+){0,3} ?$/u,
  },
  pt: {
    wish: /\b(?:falar|conversar|contactar|contatar|transferir|transfira(?:-me| me)?|passar?|ligar|conectar|quero|preciso(?: de)?)(?: (?:com|para|a))? (?:(?:um|uma|algum|alguma|o|a|outro) )?(?:(?:verdadeir[oa]) )?(?:pessoa|humano|ser humano|atendente|agente|operadora?|representante|supervisora?|gerente|alguém)(?![\p{L}])/u,
    negated: /\b(?:não|nao|sem|nunca)(?: \p{L}+){0,2} ?$/u,
  },
  it: {
    wish: /\b(?:parlare|chattare|contattare|passami|passatemi|mi passi|trasferi(?:re|scimi|temi)|voglio|vorrei|ho bisogno di)(?: (?:con|a))? (?:(?:un|una|un'|qualche|il|la) ?)?(?:(?:ver[oa]) )?(?:persona|umano|essere umano|operatore|operatrice|agente|consulente|responsabile|qualcuno)(?![\p{L}])/u,
    negated: /\b(?:non|senza|mai)(?: \p{L}+){0,2} ?$/u,
  },
  nl: {
    wish: /(?:\bmet (?:een |iemand|de )?(?:echt(?:e)? )?(?:mens|persoon|medewerker|collega|manager|iemand)?[^.!?]{0,20}\b(?:spreken|praten|chatten|verbinden)|\b(?:spreken|praten|chatten) met (?:een |de )?(?:echt(?:e)? )?(?:mens|persoon|medewerker|manager|iemand))(?![\p{L}])/u,
    negated: /\b(?:niet|geen|zonder|nooit)(?: \p{L}+){0,3} ?$/u,
  },
  ru: {
    wish: /(?:поговорить|связаться|соедините(?: меня)?|переключите(?: меня)?|переведите(?: меня)?|позовите|нужен|хочу)(?: мне)?(?: (?:с|со|на))? (?:жив(?:ым|ого|ой) |настоящ(?:им|его|ий) )?(?:человек\p{L}*|оператор\p{L}*|сотрудник\p{L}*|менеджер\p{L}*|специалист\p{L}*|кем-нибудь|агент\p{L}*)/u,
    negated: /(?:^| )(?:не|без)(?: \p{L}+){0,2} ?$/u,
  },
  ar: {
    wish: /(?:التحدث|اتحدث|أتحدث|أتكلم|التكلم|التواصل|حولني|أريد|اريد)(?: (?:مع|إلى|الى))? (?:شخص|موظف|إنسان|انسان|ممثل|وكيل|مدير|أحد|مشرف)/u,
    negated: /(?:^| )(?:لا|بدون)(?: \p{L}+){0,2} ?$/u,
  },
  zh: {
    wish: /(?:转|轉|接|找|要|联系|聯繫|联络|换|換|想要|需要)(?:一?[个個位名])?(?:人工|真人|客服人员|客服人員|客服专员)|(?:和|跟|与|與|同)(?:一?[个個位名])?(?:你们的?|你們的?)?(?:人工客服|人工|真人|客服人员|客服人員|客服|经理|經理|主管)(?:通话|说话|說話|聊|谈|談|沟通|讲话|讲)|^(?:人工|真人|人工客服|真人客服|人工服务|人工服務)[。！!]?$/u,
    negated: /(?:不想|不要|不用|不需要|别|無需|无需)[^，。！？]{0,4}$/u,
  },
  ja: {
    wish: /(?:人間|担当者|オペレータ(?:ー)?|有人|責任者|スタッフ|係の人)(?:の方)?(?:と|に|へ)(?:直接)?(?:話|はな|つな|繋|代わ|かわ|変わ|連絡し|相談し|チャットし)/u,
    negated: /(?!)/u,
  },
  ko: {
    wish: /(?:상담원|상담사|사람|담당자|매니저|직원)(?:과|와|이랑|랑|에게|한테|으로|을|를)? ?(?:직접 )?(?:통화|연결|이야기|얘기|말하고|대화|상담하|바꿔)/u,
    negated: /(?!)/u,
  },
};

/** After the wish, Japanese and Korean say that it is none: "つながなくていい", "연결하지 마세요". */
export const TRAILING_NEGATION = /^[^。.!?！？]{0,12}(?:なくて|ないで|たくない|しないで|지 ?(?:마|않|말))/u;
