import { Module } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { domainToolsOf } from '../../config/domain-tools-file.js';
import { ToolRunner } from '../contract/run-tool.js';
import { type ToolFolder } from '../contract/tool-folder.js';
import { ToolRunnerModule } from '../contract/tool-runner.module.js';
import { LOOK_UP_TOOL } from '../contract/tool-tokens.js';
import { type ToolSource } from '../contract/tool.js';
import { CompanySystem } from './company-system.js';
import { LookUp } from './look-up.js';
import { LookUpTool } from './look-up.tool.js';

/** All look-ups of the tools file: `readonly LookUp[]`. */
const LOOK_UPS = Symbol('LOOK_UPS');
/** The same for models: `ToolSource`. */
const LOOK_UP_SOURCE = Symbol('LOOK_UP_SOURCE');

function lookUpsOf(config: AppConfig, clock: Clock): LookUp[] {
  return domainToolsOf(config).systems.flatMap(({ lookUps, ...description }) => {
    const system = new CompanySystem(description, clock);
    return lookUps.map((lookUp) => new LookUp(system, lookUp));
  });
}

/** Look-ups in the company's own systems, as the tools file describes them. A file that can't be used stops the start. */
@Module({
  imports: [ToolRunnerModule],
  providers: [
    { provide: LOOK_UPS, inject: [APP_CONFIG, Clock], useFactory: lookUpsOf },
    {
      provide: LOOK_UP_TOOL,
      inject: [LOOK_UPS, ToolRunner],
      useFactory: (lookUps: readonly LookUp[], runner: ToolRunner): LookUpTool => new LookUpTool(lookUps, runner),
    },
    {
      provide: LOOK_UP_SOURCE,
      inject: [LOOK_UPS],
      useFactory: (lookUps: readonly LookUp[]): ToolSource => ({
        name: 'look_ups',
        group: 'crm',
        open: async () => lookUps,
        close: async () => undefined,
      }),
    },
  ],
  exports: [LOOK_UP_TOOL, LOOK_UP_SOURCE],
})
class CrmModule {}

export const crm: ToolFolder = { module: CrmModule, tools: [LOOK_UP_TOOL], sources: [LOOK_UP_SOURCE] };
