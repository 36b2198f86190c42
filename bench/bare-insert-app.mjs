// What a turn is compared with: a Nest application whose one route inserts the message as one row, over the same connection
// pool, and does nothing else: no validation, no authentication, no log line.
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { openDatabase } from '../dist/database/database.js';

const { location, port } = JSON.parse(process.argv[2]);
const database = await openDatabase(location);
await database.query({
  name: 'bare_table',
  text: 'CREATE TABLE bare_message (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
});

class BareController {
  async insert({ message }) {
    const [row] = await database.query(
      { name: 'bare_insert', text: 'INSERT INTO bare_message (body) VALUES ($1) RETURNING id, at' },
      [message],
    );
    return row;
  }
}

// Decorators by hand: this file runs as it is, without a compiler.
const insert = Object.getOwnPropertyDescriptor(BareController.prototype, 'insert');
Post('messages')(BareController.prototype, 'insert', insert);
HttpCode(200)(BareController.prototype, 'insert', insert);
Body()(BareController.prototype, 'insert', 0);
Controller()(BareController);

class BareModule {}
Module({ controllers: [BareController] })(BareModule);

const app = await NestFactory.create(BareModule, { logger: ['error'] });
await app.listen(port, '127.0.0.1');
process.once('SIGTERM', async () => {
  await app.close();
  await database.close();
});
