import { type EscalationPolicy, type TurnTools } from '../../src/agent/turn/turn-ports.js';
import { type Clock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { type BegunTurn } from '../../src/conversation/begin-turn.js';
import { type Database } from '../../src/database/database.js';
import { KnowledgeSearch } from '../../src/knowledge/knowledge-search.js';
import { ToolRunner } from '../../src/tools/contract/run-tool.js';
import { AttachmentSearchTool } from '../../src/tools/attachment/attachment-search.tool.js';
import { EscalationTool } from '../../src/tools/escalation/escalation.tool.js';
import { HandoffTool } from '../../src/tools/escalation/handoff.tool.js';
import { ConversationSummaryTool } from '../../src/tools/memory/conversation-summary.tool.js';
import { FactExtractionTool } from '../../src/tools/memory/fact-extraction.tool.js';
import { RecollectionTool } from '../../src/tools/memory/recollection.tool.js';
import { KnowledgeSearchTool } from '../../src/tools/rag/knowledge-search.tool.js';

/** When code escalates, as an installation without settings has it. */
export const POLICY: EscalationPolicy = loadConfig({}).escalation;

/** The first turn of a conversation. */
export const NEW_TURN: BegunTurn = {
  epoch: 1,
  messageId: 'msg_1',
  messageSeq: 1,
  messageCount: 1,
  lastEventSeq: 0,
  pending: [],
  clientMessageId: null,
  askedAt: new Date(0),
  unfinishedBefore: false,
  history: [],
  facts: [],
  recollections: [],
  summary: null,
  abstentionsInRow: 0,
  hasAttachments: false,
  hasOpenTicket: false,
  user: null,
};

/** The tools of a turn, real but for a company's own systems, of which there are none. */
export function turnTools(database: Database, clock: Clock): TurnTools {
  return {
    runner: new ToolRunner(clock, () => undefined),
    knowledge: new KnowledgeSearchTool(new KnowledgeSearch(database)),
    attachments: new AttachmentSearchTool(database),
    facts: new FactExtractionTool(),
    recollection: new RecollectionTool(),
    summary: new ConversationSummaryTool(),
    escalation: new EscalationTool(loadConfig({}).escalation),
    handoff: new HandoffTool(),
    lookUp: { name: 'look_up', description: '', run: async () => [] },
    callable: () => [],
    openCircuits: () => [],
  };
}
