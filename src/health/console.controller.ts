import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Operation } from '../transport/operation.decorator.js';
import { readPage } from './read-page.js';

/** The page for people of the desk. It holds nothing by itself: what it shows it asks for with the key of who uses it. */
@ApiExcludeController()
@Controller('console')
export class ConsoleController {
  private readonly page: string;

  constructor(@InjectConfig() config: AppConfig) {
    this.page = readPage('console', config);
  }

  @Get()
  @Operation('desk.console')
  show(@Res() response: Response): void {
    response.type('html').setHeader('Cache-Control', 'no-cache').send(this.page);
  }
}
