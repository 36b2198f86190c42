import { type PiiConfig } from '../config/pii-config.js';
import { type PiiKind } from '../config/pii-variables.js';
import { piiRemoved } from '../telemetry/pii-metrics.js';
import { isAllowed } from './allowed.js';
import { customerName } from './customer-name.js';
import { findPersonalData } from './find-personal-data.js';
import { KnownNames } from './known-names.js';
import { spansOf } from './spans.js';

/** What is said instead: it means the same to a search. */
const WORDS: Readonly<Record<PiiKind, string>> = {
  email: 'e-mail address',
  phone: 'phone number',
  card: 'payment card',
  iban: 'bank account',
  national_id: 'national ID',
  ip: 'IP address',
  name: 'name',
  address: 'street address',
};

/** `text` with words in place of personal data, for services that only need to know what it is about. There is no way back. */
export function withoutPersonalData(text: string, { kinds, allow }: PiiConfig): string {
  if (kinds.length === 0) return text;
  const names = new KnownNames();
  const own = customerName(text);
  if (own) names.learn(own.value);
  const named = names.find(text).map((mention) => ({ ...mention, kind: 'name' as const }));
  const found = [...findPersonalData(text), ...named].filter(
    (mention) => kinds.includes(mention.kind) && !isAllowed(mention, allow),
  );
  let removed = '';
  let at = 0;
  for (const { kind, start, end } of spansOf(text, found)) {
    if (kind === 'literal') continue;
    piiRemoved.inc({ kind });
    removed += text.slice(at, start) + WORDS[kind];
    at = end;
  }
  return removed + text.slice(at);
}
