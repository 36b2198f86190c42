const NULL_COUNTS = Symbol('frontdesk:null-counts');

/** Marks a field of a body for which null says something else than leaving it out. */
export function NullCounts(): PropertyDecorator {
  return (target, propertyName) => {
    Reflect.defineMetadata(NULL_COUNTS, true, target, propertyName);
  };
}

/**
 * A body without the fields that are null: programs of many languages write a missing value so, and `IsOptional` lets it pass as if it
 * were missing. Fields with `NullCounts` stay.
 */
export function withoutNulls(body: unknown, type: { readonly prototype: object } | undefined): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !type) return body;
  const fields = Object.entries(body).filter(
    ([name, value]) => value !== null || Reflect.hasMetadata(NULL_COUNTS, type.prototype, name),
  );
  return Object.fromEntries(fields);
}
