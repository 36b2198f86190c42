import { type BegunTurn } from '../../conversation/begin-turn.js';
import { type HistoryMessage } from '../../conversation/turn-record.js';
import { offersPerson } from '../../llm/abstention.js';
import { type AnswerRequest } from '../../llm/answerer.js';
import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Fact } from '../../tools/contract/fact.js';
import { type ToolOutcome } from '../../tools/contract/tool-outcome.js';
import { type Tool, type ToolContext } from '../../tools/contract/tool.js';
import { searchContext } from './search-context.js';
import { type TurnTools } from './turn-ports.js';

/** What a turn knows before it decides. */
export interface Gathered {
  readonly passages: AnswerRequest['passages'];
  readonly facts: readonly Fact[];
  readonly escalation: EscalationSignal | null;
  readonly toolsUsed: readonly string[];
  /** What was out of order, told in the answer. */
  readonly degraded: readonly string[];
}

/** Longest wait for one tool; a turn is not held up by a broken one. */
const TOOL_TIMEOUT_MS = 5_000;

/** Runs the tools side by side. A tool that fails degrades the answer; it never fails the turn. */
export async function gather(
  tools: TurnTools,
  message: string,
  { history }: Pick<BegunTurn, 'history'>,
  context: ToolContext,
): Promise<Gathered> {
  const call = <Input, Output>(tool: Tool<Input, Output>, input: Input): Promise<ToolOutcome<Output>> =>
    tools.runner.run(tool, input, context, { timeoutMs: TOOL_TIMEOUT_MS });
  const [search, facts, escalation] = await Promise.all([
    call(tools.knowledge, { query: message, context: searchContext(history) }),
    call(tools.facts, { message }),
    call(tools.escalation, { message, personOffered: lastReplyOffersPerson(history) }),
  ]);
  const toolsUsed = [
    ...(search.status === 'ok' ? [tools.knowledge.name] : []),
    ...(facts.status === 'ok' && facts.value.length > 0 ? [tools.facts.name] : []),
    ...(escalation.status === 'ok' && escalation.value ? [tools.escalation.name] : []),
  ];
  return {
    passages: search.status === 'ok' ? search.value : [],
    facts: facts.status === 'ok' ? facts.value : [],
    escalation: escalation.status === 'ok' ? escalation.value : null,
    toolsUsed,
    degraded: search.status === 'ok' ? [] : ['no-knowledge'],
  };
}

function lastReplyOffersPerson(history: readonly HistoryMessage[]): boolean {
  const last = history.at(-1);
  return last?.role === 'agent' && offersPerson(last.text);
}
