import { type OpenAPIObject } from '@nestjs/swagger';
import { PLAIN_ANSWERS, PROBLEM_SCHEMA } from './openapi-schemas.js';

type PathItem = OpenAPIObject['paths'][string];
type ApiOperation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

const PROBLEM = {
  description: 'A failure',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Express answers so whatever carries an ETag, and everything for `If-None-Match: *`. */
const NOT_MODIFIED = { description: 'It is what If-None-Match names' };

/** Adds what handlers and their classes can't say: that every failure is a problem, and what plain answers hold. */
export function completeOpenApi(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, withAnswers(item)] as const);
  const schemas = { ...document.components?.schemas, Problem: PROBLEM_SCHEMA };
  return { ...document, paths: Object.fromEntries(paths), components: { ...document.components, schemas } };
}

function withAnswers(item: PathItem): PathItem {
  const completed = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, completeOperation(operation, method)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(completed) };
}

function completeOperation(operation: ApiOperation, method: (typeof METHODS)[number]): ApiOperation {
  // A handler of several addresses has an id for each: `live[0]`, `live[1]`.
  const handler = (operation.operationId ?? '').replace(/\[\d+\]$/, '');
  const responses: ApiOperation['responses'] = { ...operation.responses };
  if (method === 'get') responses[304] = NOT_MODIFIED;
  for (const { status, mediaType, schema } of PLAIN_ANSWERS[handler] ?? []) {
    const known = responses[status];
    const content = known && 'content' in known ? known.content : {};
    const description = (known && 'description' in known && known.description) || describe(status);
    responses[status] = { description, content: { ...content, [mediaType]: { schema } } };
  }
  return { ...operation, responses: { ...responses, default: PROBLEM } };
}

function describe(status: number): string {
  return status < 400 ? 'Done' : 'Not able to serve';
}
