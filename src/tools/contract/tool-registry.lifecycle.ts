import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ToolRegistry } from './tool-registry.js';

/** Opens the tools with the application and closes them with it. */
@Injectable()
export class ToolRegistryLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly registry: ToolRegistry) {}

  async onModuleInit(): Promise<void> {
    await this.registry.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.registry.close();
  }
}
