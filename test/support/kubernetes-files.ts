import { globSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** One object of a Kubernetes file, as far as tests look into it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

interface Model {
  validate(): void;
}

/** Every object of the files below a folder, Kustomize's own left out. */
export function kubernetesObjects(folder: string): KubernetesObject[] {
  return globSync(`${folder}/**/*.yaml`).flatMap((file) =>
    parseAllDocuments(readFileSync(file, 'utf8'))
      .map((document) => document.toJS() as KubernetesObject)
      .filter(({ kind }) => kind !== 'Kustomization'),
  );
}

/** Checks an object against the schema that Kubernetes publishes for its kind. @throws Error that says what is wrong */
export async function validateObject(object: KubernetesObject): Promise<void> {
  const models = (await import(`kubernetes-models/${object.apiVersion}`)) as Record<
    string,
    new (data: object) => Model
  >;
  const Kind = models[object.kind];
  if (!Kind) throw new Error(`there is no ${object.kind} in ${object.apiVersion}`);
  new Kind(object).validate();
}

/** The value at a path of keys and positions in an object; undefined where there is none. */
export function valueAt(object: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], object);
}
