import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { ApiKeys } from './api-keys.js';

/** In development the first start makes an admin key and prints it once, like a notebook's token. */
@Injectable()
export class FirstAdminKey implements OnApplicationBootstrap {
  /** The key made by this start, for whoever embeds the application. */
  created: string | undefined;

  constructor(
    private readonly keys: ApiKeys,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.environment === 'production' || this.config.auth.adminApiKey !== undefined) return;
    this.created = await this.keys.createFirstAdminKey();
    if (this.created === undefined) return;
    // To the terminal and not to the log: logs are kept and shipped.
    process.stderr.write(
      `\n  Admin API key (shown once, send it as X-API-Key):\n\n    ${this.created}\n\n  Lost it? Set ADMIN_API_KEY and start again.\n\n`,
    );
  }
}
