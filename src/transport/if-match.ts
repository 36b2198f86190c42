import { ValidationFailed } from '../common/app-error.js';

/** The version that an If-Match header names; undefined: any will do. @throws ValidationFailed */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(ifMatch)?.[1];
  if (version === undefined) throw ValidationFailed.of('If-Match', 'must be an ETag that was given for it, or *');
  return Number(version);
}
