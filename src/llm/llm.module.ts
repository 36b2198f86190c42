import { Module } from '@nestjs/common';
import { type Answerer } from './answerer.js';
import { ANSWERER } from './answerer.token.js';
import { ExtractiveAnswerer } from './extractive/extractive-answerer.js';

/** Binds the Answerer: quoting sentences, which needs no model and no network. */
@Module({
  providers: [{ provide: ANSWERER, useFactory: (): Answerer => new ExtractiveAnswerer() }],
  exports: [ANSWERER],
})
export class LlmModule {}
