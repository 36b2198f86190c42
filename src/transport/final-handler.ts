import { type RequestListener, type Server } from 'node:http';
import { NotFoundException } from '@nestjs/common';
import { type Express, type Request, type Response } from 'express';
import { type ProblemSender } from './send-problem.js';

/**
 * Answers what no handler of the application answered, and what failed outside of Nest's routes, with a problem: Express on its own
 * would send a page of HTML. Call it before anything else listens on the server.
 */
export function answerTheRest(server: Server, express: Express, problems: ProblemSender): void {
  const serve: RequestListener = (message, reply) => {
    // Express makes these of them.
    const request = message as Request;
    const response = reply as Response;
    express(request, response, (error?: unknown) => {
      problems.send(error ?? new NotFoundException(), request, response);
    });
  };
  server.off('request', express);
  server.on('request', serve);
  // Node would answer these itself, with an empty 417; `requestLimits` says what is wrong.
  server.on('checkExpectation', serve);
}
