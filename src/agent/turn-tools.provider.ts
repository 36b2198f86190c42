import { type FactoryProvider } from '@nestjs/common';
import { callableTools } from '../tools/contract/callable-tools.js';
import { ToolRunner } from '../tools/contract/run-tool.js';
import { ToolRegistry } from '../tools/contract/tool-registry.js';
import {
  ATTACHMENT_SEARCH_TOOL,
  ESCALATION_TOOL,
  FACT_EXTRACTION_TOOL,
  HANDOFF_TOOL,
  KNOWLEDGE_SEARCH_TOOL,
  LOOK_UP_TOOL,
  RECOLLECTION_TOOL,
  SUMMARY_TOOL,
} from '../tools/contract/tool-tokens.js';
import { type TurnTools } from './turn/turn-ports.js';

/** The tools a turn consults: `TurnTools`. */
export const TURN_TOOLS = Symbol('TURN_TOOLS');

type Named = Pick<
  TurnTools,
  'knowledge' | 'attachments' | 'facts' | 'recollection' | 'summary' | 'escalation' | 'handoff' | 'lookUp'
>;
type InOrder = [
  ToolRunner,
  ToolRegistry,
  Named['knowledge'],
  Named['attachments'],
  Named['facts'],
  Named['recollection'],
  Named['summary'],
  Named['escalation'],
  Named['handoff'],
  Named['lookUp'],
];

export const turnToolsProvider: FactoryProvider<TurnTools> = {
  provide: TURN_TOOLS,
  inject: [
    ToolRunner,
    ToolRegistry,
    KNOWLEDGE_SEARCH_TOOL,
    ATTACHMENT_SEARCH_TOOL,
    FACT_EXTRACTION_TOOL,
    RECOLLECTION_TOOL,
    SUMMARY_TOOL,
    ESCALATION_TOOL,
    HANDOFF_TOOL,
    LOOK_UP_TOOL,
  ],
  useFactory: (...tools: InOrder) => {
    const [runner, registry, knowledge, attachments, facts, recollection, summary, escalation, handoff, lookUp] = tools;
    return {
      ...{ runner, knowledge, attachments, facts, recollection, summary, escalation, handoff, lookUp },
      callable: (context) => callableTools(registry, runner, context),
      openCircuits: () =>
        registry
          .states()
          .filter(({ circuit }) => circuit !== 'closed')
          .map(({ name }) => name),
    };
  },
};
