import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { TurnAdmission } from '../agent/turn-admission.js';

/** Turns messages away while there is no room for them: before their credential is looked at, which asks the session store. */
@Injectable()
export class TurnDoor implements NestMiddleware {
  constructor(private readonly admission: TurnAdmission) {}

  use(_request: Request, _response: Response, next: NextFunction): void {
    this.admission.checkRoom();
    next();
  }
}
