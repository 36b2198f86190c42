import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway } from '../session/session.errors.js';
import { Operation } from '../transport/operation.decorator.js';
import { ABOUT } from '../common/about.js';
import { readPage } from './read-page.js';

@ApiTags('Health')
@Controller()
export class RootController {
  private readonly startedAt = performance.now();
  private readonly chatPage: string;

  constructor(
    @InjectConfig() private readonly config: AppConfig,
    @InjectSessionStore() private readonly store: SessionStore,
  ) {
    this.chatPage = readPage('chat', config);
  }

  /** What runs here, for programs; the chat page, for browsers. */
  @Get()
  @Operation('desk.about')
  async root(@Headers('accept') accept: string | undefined, @Res() response: Response): Promise<void> {
    response.vary('Accept');
    if (accept?.includes('text/html')) {
      response.type('html').setHeader('Cache-Control', 'no-cache').send(this.chatPage);
      return;
    }
    response.json(await this.describe());
  }

  private async sessionStats(): Promise<{ storeType: string; connected: boolean; activeSessions: number | null }> {
    try {
      const { storeType, activeSessions } = await this.store.getStats();
      return { storeType, connected: true, activeSessions };
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return { storeType: this.config.session.store, connected: false, activeSessions: null };
    }
  }

  private async describe(): Promise<object> {
    const { environment, api, session, llm, database } = this.config;
    const sessionStats = await this.sessionStats();
    return {
      ...ABOUT,
      environment,
      status: sessionStats.connected ? 'ok' : 'degraded',
      docs: api.docsEnabled ? '/docs' : null,
      health: '/health',
      metrics: '/metrics',
      websocket: '/ws',
      sessionStore: session.store,
      sessionStats,
      features: {
        streaming: true,
        citations: true,
        escalation: true,
        memory: true,
        websocket: true,
        attachments: true,
      },
      stats: {
        uptimeSeconds: Math.round((performance.now() - this.startedAt) / 1000),
        model: llm.provider,
        database: database.kind,
      },
    };
  }
}
