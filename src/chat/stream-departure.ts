import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Agent } from '../agent/agent.js';
import { Stopping } from '../common/stopping.js';
import { FollowStreams } from './follow-streams.js';

/** Ends event streams before the process does, none before the answer that is being made here is told. */
@Injectable()
export class StreamDeparture implements OnModuleInit {
  constructor(
    private readonly stopping: Stopping,
    private readonly streams: FollowStreams,
    private readonly agent: Agent,
  ) {}

  onModuleInit(): void {
    this.stopping.onDeparture(() => this.streams.depart((sessionId) => this.agent.turnsEnded(sessionId)));
  }
}
