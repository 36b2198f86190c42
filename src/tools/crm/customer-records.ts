import { selectJson } from '../../common/json-path.js';
import { type FieldDescription, type LookUpDescription } from '../../config/look-up-schema.js';
import { type CustomerRecord } from '../contract/customer-record.js';
import { type LookUpValues } from './look-up-url.js';

/** Most records of one look-up. */
export const MAX_RECORDS = 3;
/** Longest text of one field, characters, and most elements of a list. */
const MAX_TEXT = 500;
const MAX_LISTED = 10;

type FieldValue = CustomerRecord['fields'][string];

/** Whose records may be told: those of one customer, or anybody's where nothing belongs to anybody. */
type Beholder = { readonly userId: string } | 'anyone';

/**
 * The records in a system's answer: only fields that the file allows, and only of `beholder`. A record that can't be said in a
 * single sentence, because every sentence names something that is missing, is left out.
 */
export function customerRecords(
  tool: string,
  lookUp: LookUpDescription,
  values: LookUpValues,
  answer: unknown,
  beholder: Beholder,
): CustomerRecord[] {
  const items = lookUp.each ? selectJson(answer, lookUp.each).flat() : [answer];
  return items
    .filter((item) => mayBehold(lookUp, item, beholder))
    .flatMap((item) => recordOf(tool, lookUp, values, item))
    .slice(0, MAX_RECORDS);
}

function mayBehold({ owner }: LookUpDescription, item: unknown, beholder: Beholder): boolean {
  if (owner === undefined || beholder === 'anyone') return true;
  const owners = selectJson(item, owner);
  const isId = (value: unknown): boolean =>
    ['string', 'number'].includes(typeof value) && String(value) === beholder.userId;
  return owners.length > 0 && owners.every(isId);
}

function recordOf(
  tool: string,
  { fields, title, text }: LookUpDescription,
  values: LookUpValues,
  item: unknown,
): CustomerRecord[] {
  const found = Object.entries(fields).flatMap(([name, field]) => {
    const value = fieldValue(field, item);
    return value === undefined ? [] : [[name, value] as const];
  });
  const told: Readonly<Record<string, FieldValue>> = Object.fromEntries(found);
  const words = { ...told, ...values };
  const sentences = text.flatMap((sentence) => filled(sentence, words) ?? []);
  if (sentences.length === 0) return [];
  return [{ tool, title: filled(title, words) ?? tool, fields: told, text: sentences.join(' ') }];
}

/** The template with its names replaced; undefined when one of them has no value. */
function filled(template: string, words: Readonly<Record<string, FieldValue>>): string | undefined {
  const missing: string[] = [];
  const text = template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const word = words[name] ?? '';
    if (word === '') missing.push(name);
    return String(word);
  });
  return missing.length === 0 ? text : undefined;
}

function fieldValue({ path, labels }: FieldDescription, item: unknown): FieldValue | undefined {
  const found = selectJson(item, path).flat();
  const labelled = found.filter(isPlain).map((value) => {
    const label = labels && Object.hasOwn(labels, String(value)) ? labels[String(value)] : undefined;
    return label ?? (typeof value === 'string' ? readable(value) : value);
  });
  return labelled.length > 1 ? readable(labelled.slice(0, MAX_LISTED).join(', ')) : labelled[0];
}

function isPlain(value: unknown): value is FieldValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** One bounded line without control characters. */
function readable(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
