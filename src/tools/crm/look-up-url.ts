import { type LookUpDescription } from '../../config/look-up-schema.js';

/** Values by the name that an address gives them. */
export type LookUpValues = Readonly<Record<string, string>>;

/**
 * The address of a look-up with `values` filled in, each percent-encoded as one piece. Undefined when a value is empty or makes a
 * `.` or `..` of a folder: then the address would be another one than the file describes.
 */
export function lookUpUrl(
  baseUrl: string,
  { path, query }: Pick<LookUpDescription, 'path' | 'query'>,
  values: LookUpValues,
): URL | undefined {
  if (Object.values(values).some((value) => value.trim() === '' || !value.isWellFormed())) return undefined;
  const url = new URL(baseUrl);
  const wanted = url.pathname.replace(/\/$/, '') + fill(path, values, encodeURIComponent);
  if (wanted.split('/').some((folder) => folder === '.' || folder === '..')) return undefined;
  url.pathname = wanted;
  for (const [name, template] of Object.entries(query)) url.searchParams.set(name, fill(template, values, String));
  return url;
}

function fill(template: string, values: LookUpValues, written: (value: string) => string): string {
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => written(values[name] ?? ''));
}
