import { type PersonalMention } from './find-personal-data.js';

/** Whether the configuration lets it stay: the address itself, its domain or one above, or the phone number. */
export function isAllowed({ kind, value }: Pick<PersonalMention, 'kind' | 'value'>, allow: readonly string[]): boolean {
  if (kind === 'phone') return allow.includes(value);
  if (kind !== 'email') return false;
  const host = value.slice(value.lastIndexOf('@') + 1);
  return allow.some((item) => item === value || item === host || (!item.includes('@') && host.endsWith(`.${item}`)));
}
