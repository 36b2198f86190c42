import { type OpenAPIObject } from '@nestjs/swagger';

/** A JSON schema of the description; what it may hold is looked at where it is read. */
export interface FuzzSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, FuzzSchema>>;
  readonly required?: readonly string[];
  readonly items?: FuzzSchema;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly FuzzSchema[];
  readonly allOf?: readonly FuzzSchema[];
  readonly additionalProperties?: boolean | FuzzSchema;
  readonly nullable?: boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface FuzzParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: FuzzSchema;
}

/** One operation of the description. */
export interface FuzzOperation {
  readonly name: string;
  readonly method: string;
  /** With the names of its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly FuzzParameter[];
  /** Schema of the body by its media type. */
  readonly bodies: Readonly<Record<string, FuzzSchema>>;
  /** Schemas of the answers by status (or `default`), then by media type. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, FuzzSchema>>>>;
  /** Whether session tokens open it. */
  readonly forCustomers: boolean;
}

type Content = Readonly<Record<string, { readonly schema?: unknown }>>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** All operations of a description, in its order. */
export function fuzzOperations(document: OpenAPIObject): FuzzOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const body = operation.requestBody as { readonly content?: Content } | undefined;
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: (operation.parameters ?? []) as unknown as FuzzParameter[],
        bodies: schemasOf(body?.content),
        answers: Object.fromEntries(
          Object.entries(operation.responses).map(([status, answer]) => [
            status,
            schemasOf((answer as { readonly content?: Content }).content),
          ]),
        ),
        forCustomers: (operation.security ?? []).some((way) => 'bearer' in way),
      };
    }),
  );
}

function schemasOf(content: Content = {}): Record<string, FuzzSchema> {
  return Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, (schema ?? {}) as FuzzSchema]));
}
