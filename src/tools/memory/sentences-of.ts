const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Full stops that end no sentence: "on the 3. of May", "No. 4", "Dr. Hill". */
const NO_END = /(?:^|\s)(?:\d{1,3}|no|nr|mr|mrs|ms|dr|st|approx|incl)\.\s*$/i;

/** The sentences of a customer's message, trimmed; a line break ends one too. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap(sentencesOfLine)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function sentencesOfLine(line: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of SEGMENTER.segment(line)) {
    open += segment;
    if (NO_END.test(open)) continue;
    sentences.push(open);
    open = '';
  }
  return [...sentences, open];
}
