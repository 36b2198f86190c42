import { type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { OPERATION } from '../transport/operation.decorator.js';
import { type Operation, operation, type OperationName } from '../transport/operations.js';
import { Forbidden } from './auth.errors.js';

/** The name of the operation that a handler serves. @throws Forbidden when it names none, so that nobody can call it */
export function operationNameOf(reflector: Reflector, context: ExecutionContext): OperationName {
  const name = reflector.get<OperationName | undefined>(OPERATION, context.getHandler());
  if (name === undefined) throw new Forbidden('This operation has no access rule, so nobody may call it.');
  return name;
}

/** The row of the operation that a handler serves. @throws Forbidden as `operationNameOf` */
export function operationOf(reflector: Reflector, context: ExecutionContext): Operation {
  return operation(operationNameOf(reflector, context));
}
