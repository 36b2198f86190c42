import { Module } from '@nestjs/common';
import { RedisConnections } from './redis-connections.js';

/** Connections to Redis. Nothing is connected until somebody asks for a client. */
@Module({ providers: [RedisConnections], exports: [RedisConnections] })
export class RedisModule {}
