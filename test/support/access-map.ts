import { type NestExpressApplication } from '@nestjs/platform-express';
import { ModulesContainer } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { OPERATION } from '../../src/transport/operation.decorator.js';
import { type OperationName } from '../../src/transport/operations.js';

/** A handler as Nest has it, and the row it names. */
export interface Handler {
  readonly handler: string;
  /** Method and path below the prefix, or `socket`, namespace and event. */
  readonly at: string;
  readonly operation: OperationName | undefined;
}

type Class = new (...args: never[]) => object;
type Layer = Readonly<{ route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> } }>;

/** Every handler of the controllers and gateways of an application. */
export function handlersOf(app: NestExpressApplication): Handler[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
  const providers = modules.flatMap((module) => [...module.providers.values()].map(({ metatype }) => metatype));
  const classes = new Set([...controllers, ...providers].filter((one): one is Class => isOurs(one)));
  return [...classes].flatMap(handlersIn);
}

/** Every address that Express serves by a route, as `METHOD /path`; `ALL /path` for those that answer whatever the method is. */
export function expressRoutes(app: NestExpressApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: readonly Layer[] } };
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = Object.keys(route.methods);
    if (methods.includes('_all') || methods.includes('propfind')) return [`ALL ${route.path}`];
    return methods.map((method) => `${method.toUpperCase()} ${route.path}`);
  });
}

function isOurs(metatype: unknown): boolean {
  if (typeof metatype !== 'function') return false;
  const isController = Reflect.hasMetadata('path', metatype) && Reflect.hasMetadata('__controller__', metatype);
  return isController || Reflect.getMetadata('websockets:is_gateway', metatype) === true;
}

function handlersIn(metatype: Class): Handler[] {
  const prototype = metatype.prototype as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || name === 'constructor') return [];
    const operation = Reflect.getMetadata(OPERATION, handler) as OperationName | undefined;
    return addressesOf(metatype, handler).map((at) => ({ handler: `${metatype.name}.${name}`, at, operation }));
  });
}

function addressesOf(metatype: Class, handler: object): string[] {
  const event = Reflect.getMetadata('message', handler) as string | undefined;
  if (event !== undefined) {
    const { namespace } = Reflect.getMetadata('websockets:gateway_options', metatype) as { namespace: string };
    return [`socket /${namespace} ${event}`];
  }
  const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  const [base, path] = [metatype, handler].map((target) => Reflect.getMetadata('path', target) as string | string[]);
  return [path].flat().map((tail) => `${RequestMethod[method]} /${[base, tail].flat().filter(isPart).join('/')}`);
}

function isPart(part: string | undefined): boolean {
  return part !== undefined && part !== '' && part !== '/';
}
