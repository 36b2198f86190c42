import { HISTORY_WINDOW, type BegunTurn } from '../../conversation/begin-turn.js';
import { type HistoryMessage } from '../../conversation/turn-record.js';
import { offersPerson } from '../../llm/abstention.js';
import { type AnswerRequest, type KnownRecord } from '../../llm/answerer.js';
import { type EscalationAssessment } from '../../tools/contract/escalation-signal.js';
import { type Fact } from '../../tools/contract/fact.js';
import { type ToldMemory } from '../../tools/contract/told-memory.js';
import { type ToolOutcome } from '../../tools/contract/tool-outcome.js';
import { type Tool, type ToolContext } from '../../tools/contract/tool.js';
import { searchContext } from './search-context.js';
import { type TurnTools } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** What a turn knows before it decides. */
export interface Gathered {
  /** Of help pages and of the session's files, best first. */
  readonly passages: AnswerRequest['passages'];
  readonly facts: readonly Fact[];
  readonly told: readonly ToldMemory[];
  readonly records: readonly KnownRecord[];
  /** The summary with what now falls out of the window; null: nothing does. */
  readonly summary: { readonly text: string; readonly throughSeq: number } | null;
  readonly assessment: EscalationAssessment;
  readonly toolsUsed: readonly string[];
  /** What was out of order, told in the answer. */
  readonly degraded: readonly string[];
}

type Message = Pick<TurnRequest, 'message' | 'attachmentIds'>;

const NO_ASSESSMENT: EscalationAssessment = {
  signal: null,
  shadow: false,
  sentiment: { label: 'neutral', score: 0 },
};

/** Runs the tools side by side, none longer than `capMs`. A tool that fails degrades the answer; it never fails the turn. */
export async function gather(
  tools: TurnTools,
  asked: Message,
  turn: BegunTurn,
  context: ToolContext,
  capMs: number,
): Promise<Gathered> {
  const { message } = asked;
  const used: string[] = [];
  const degraded: string[] = [];
  /** The tool's value, or `otherwise`; `missing` is what the answer then goes without. */
  const call = async <Input, Output>(
    tool: Tool<Input, Output>,
    input: Input,
    { otherwise, missing, counts }: Use<Output>,
  ): Promise<Output> => {
    const outcome: ToolOutcome<Output> = await tools.runner.run(tool, input, context, { timeoutMs: capMs });
    if (outcome.status === 'ok') {
      if (counts(outcome.value)) used.push(tool.name);
      return outcome.value;
    }
    if (outcome.status === 'failed') degraded.push(missing);
    return otherwise;
  };
  const facts = await call(tools.facts, { message }, listOr<Fact>('no-memory'));
  const [knowledge, files, told, assessment, records, summary] = await Promise.all([
    call(tools.knowledge, { query: message, context: searchContext(turn.history) }, always('no-knowledge')),
    turn.hasAttachments ? call(tools.attachments, fileQuery(asked), listOr('no-attachments')) : [],
    call(tools.recollection, { message }, listOr<ToldMemory>('no-memory')),
    call(tools.escalation, escalationInput(message, turn), assessmentOr('no-escalation')),
    call(tools.lookUp, { message, facts: knownFacts(facts, turn) }, listOr<KnownRecord>('no-look-up')),
    summaryOf(turn, (lines) => call(tools.summary, { summary: turn.summary, lines }, textOr('no-memory'))),
  ]);
  return {
    passages: merged(files, knowledge),
    ...{ facts, told, records, summary, assessment },
    toolsUsed: used,
    degraded: [...new Set(degraded)],
  };
}

/** Both lists as one, each in its own order: a search may rank by more than the score. */
function merged(files: AnswerRequest['passages'], knowledge: AnswerRequest['passages']): AnswerRequest['passages'] {
  const [left, right] = [[...files], [...knowledge]];
  const both = [];
  for (let [file, page] = [left[0], right[0]]; file || page; [file, page] = [left[0], right[0]]) {
    const next = file && (!page || file.score >= page.score) ? left.shift() : right.shift();
    if (next) both.push(next);
  }
  return both;
}

/** What stands in for a tool's value, what the answer lacks then, and whether a value is worth naming. */
interface Use<Output> {
  readonly otherwise: Output;
  readonly missing: string;
  readonly counts: (value: Output) => boolean;
}

const listOr = <Item>(missing: string): Use<readonly Item[]> => ({
  otherwise: [],
  missing,
  counts: (list) => list.length > 0,
});

const always = <Item>(missing: string): Use<readonly Item[]> => ({ otherwise: [], missing, counts: () => true });

const assessmentOr = (missing: string): Use<EscalationAssessment> => ({
  otherwise: NO_ASSESSMENT,
  missing,
  counts: ({ signal }) => signal !== null,
});

const textOr = (missing: string): Use<string> => ({ otherwise: '', missing, counts: () => false });

function fileQuery({ message, attachmentIds }: Message): { query: string; attachmentIds: readonly string[] } {
  return { query: message, attachmentIds };
}

function escalationInput(message: string, { history, abstentionsInRow }: BegunTurn) {
  return { message, personOffered: lastReplyOffersPerson(history), history, abstentionsInRow };
}

function knownFacts(now: readonly Fact[], { facts }: BegunTurn): (Fact & { said: 'now' | 'before' })[] {
  const before = facts as readonly Fact[];
  return [
    ...now.map((fact) => ({ ...fact, said: 'now' as const })),
    ...before.map((fact) => ({ ...fact, said: 'before' as const })).reverse(),
  ];
}

async function summaryOf(
  { history, messageSeq }: BegunTurn,
  summarise: (lines: readonly HistoryMessage[]) => Promise<string>,
): Promise<Gathered['summary']> {
  const outside = history.slice(0, -HISTORY_WINDOW);
  if (outside.length === 0) return null;
  const text = await summarise(outside);
  return text === '' ? null : { text, throughSeq: messageSeq - HISTORY_WINDOW - 1 };
}

function lastReplyOffersPerson(history: readonly HistoryMessage[]): boolean {
  const last = history.at(-1);
  return last?.role === 'agent' && offersPerson(last.text);
}
