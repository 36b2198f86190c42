/** Text search configurations by the language code at the end of a set's name, as in faq-de. */
const byCode: Readonly<Record<string, string>> = {
  ar: 'arabic',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

/** The language of a set: what was said for it, else for all sets, else by the end of its name, else english. */
export function setLanguage(name: string, languages: ReadonlyMap<string, string>): string {
  const code = /-([a-z]{2})$/.exec(name)?.[1] ?? '';
  return languages.get(name) ?? languages.get('') ?? byCode[code] ?? 'english';
}
