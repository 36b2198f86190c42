import { describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '../common/clock.js';
import { type AppConfig, loadConfig } from './app-config.js';
import { APP_CONFIG, ConfigModule, InjectConfig } from './config.module.js';

@Injectable()
class Reader {
  constructor(
    @InjectConfig() readonly config: AppConfig,
    readonly clock: Clock,
  ) {}
}

@Module({ providers: [Reader] })
class OtherRoom {}

describe('ConfigModule', () => {
  it('gives every room the very configuration and the clock, and leaves process.env alone', async () => {
    const before = { ...process.env };
    const config = loadConfig({ API_PORT: '0' });
    const app = await Test.createTestingModule({ imports: [ConfigModule.register(config), OtherRoom] }).compile();
    const reader = app.get(Reader, { strict: false });
    expect(reader.config).toBe(config);
    expect(reader.clock).toBeInstanceOf(SystemClock);
    expect(app.get(APP_CONFIG, { strict: false })).toBe(config);
    expect(app.get(ConfigService, { strict: false }).get('frontdesk.api.port')).toBe(0);
    expect(process.env).toEqual(before);
    await app.close();
  });

  it('keeps two applications of one process apart', async () => {
    const configs = [loadConfig({ API_PORT: '1' }), loadConfig({ API_PORT: '2' })];
    const apps = await Promise.all(
      configs.map((config) => Test.createTestingModule({ imports: [ConfigModule.register(config)] }).compile()),
    );
    expect(apps.map((app) => app.get<AppConfig>(APP_CONFIG, { strict: false }).api.port)).toEqual([1, 2]);
    await Promise.all(apps.map((app) => app.close()));
  });
});
