/** The rules that are worth the most (set your instructions aside, your prompt, your new role) in other languages than English. */
export const OTHER_LANGUAGES_RULES: readonly RegExp[] = [
  // Spanish, Portuguese, Italian
  /\b(?:ignor[aeáo]\p{L}*|olvid[ae]\p{L}*|omit[ae]\p{L}*|descart[ae]\p{L}*|haz caso omiso|no sigas|esque[cç]a\p{L}*|desconsider[ae]\p{L}*|dimentica\p{L}*)\b.{0,40}\b(?:instrucciones|instru[cç][oõ]es|istruzioni|indicaciones|directrices|comandos|[oó]rdenes|reglas|regras|regole)\b.{0,20}\b(?:anteriores?|previas?|precedent[ei]|de arriba|acima|tus?|suas|tue|del sistema|do sistema|que)\b/u,
  /\b(?:ignor[ae]\p{L}*|olvida\p{L}*|esque[cç]a\p{L}*|dimentica\p{L}*)\b.{0,20}\b(?:todas|tus|suas|tutte|tue)\b.{0,20}\b(?:instrucciones|instru[cç][oõ]es|istruzioni|reglas|regras|regole)\b/u,
  /\b(?:a partir de ahora|ahora|agora|a partir de agora|d'ora in poi|ora) (?:eres|responde|act[uú]a|voc[eê] [eé]|sei|rispondi)\b/u,
  // German, Dutch
  /\b(?:ignorier\p{L}*|vergiss|vergessen sie|missacht\p{L}*|negeer|vergeet|überschreib\p{L}*)\b.{0,40}\b(?:anweisung\p{L}*|instruktion\p{L}*|vorgabe\p{L}*|instructies|opdrachten|(?:deine|vorherigen|bisherigen|obigen|alle|eerdere|alle) (?:regeln|regels))\b/u,
  /\b(?:du bist|sie sind|je bent) (?:jetzt|nun|ab jetzt|ab sofort|vanaf nu|nu) (?:ein|der|die|kein|een|de)\b|\bab (?:jetzt|sofort) (?:bist du|antwortest du|sagst du)\b/u,
  // French
  /\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte|n[eé]glige[zr]?)\b.{0,40}\b(?:(?:instructions|consignes|directives|r[eè]gles)\b.{0,20}\b(?:pr[eé]c[eé]dentes|ant[eé]rieures|ci-dessus|syst[eè]me)|(?:tes|vos|toutes) .{0,12}(?:instructions|consignes|directives|r[eè]gles))/u,
  /\b(?:tu es|vous [eê]tes) (?:maintenant|d[eé]sormais) (?:un|une|le|la)\b|\bd[eé]sormais,? (?:tu|r[eé]ponds)\b/u,
  // Polish, Czech, Russian, Ukrainian
  /(?:zignoruj|ignoruj|zapomnij|pomiń).{0,40}(?:instrukcj|polece|wskazów|zasad|instrukce|pokyny)/u,
  /(?:игнорир|забуд|не обращай|отбрось|ігнору).{0,40}(?:инструкци|указани|правил|команд|інструкц)/u,
  /(?:теперь ты|ты теперь|отныне ты)(?!\p{L})/u,
  // Turkish
  /(?:önceki|tüm|yukarıdaki).{0,20}(?:talimat|komut|yönerge)\p{L}*.{0,20}(?:yok say|görmezden|unut|dikkate alma)/u,
  // Chinese, Japanese, Korean
  /(?:忽略|无视|無視|忘记|忘記|不要理会|不用管|放弃).{0,16}(?:指令|指示|提示词?|规则|規則|命令|设定|設定)|你现在是一?[个個]?|从现在(?:开始|起)你/u,
  /(?:指示|命令|プロンプト|ルール|指令).{0,10}(?:無視|忘れ|従わない)|あなたは(?:今から|これから)/u,
  /(?:지시|명령|지침|프롬프트|규칙).{0,12}(?:무시|잊)|(?:이제|지금)부터 (?:너|당신)/u,
  // Arabic, Hebrew, Hindi
  /(?:تجاهل|انس|تجاوز).{0,30}(?:التعليمات|الأوامر|التوجيهات|القواعد)|(?:أنت|انت) الآن/u,
  /התעלם.{0,30}(?:הוראות|הנחיות)/u,
  /(?:निर्देश|आदेश).{0,24}(?:अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)/u,
  // the prompt itself
  /\b(?:system-?prompt|prompt (?:del|do|de|di) sist[eè]ma|(?:prompt|invite) (?:du )?syst[eè]me|systemanweisung\p{L}*|systeemprompt)\b|системн\p{L}* (?:промпт|инструкци)|系统提示|系統提示|システムプロンプト|시스템 프롬프트/u,
];
