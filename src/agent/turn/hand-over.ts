import { type BegunTurn } from '../../conversation/begin-turn.js';
import { newId } from '../../common/ids.js';
import { type NewTicket } from '../../conversation/commit-turn.js';
import { type RememberedFact } from '../../conversation/turn-record.js';
import { type EscalationSignal } from '../../tools/contract/escalation-signal.js';
import { type Fact } from '../../tools/contract/fact.js';
import { type ToolContext } from '../../tools/contract/tool.js';
import { type Gathered } from './gather.js';
import { ESCALATED } from './replies.js';
import { type TurnPorts } from './turn-ports.js';

/** A ticket to open and what the customer is told of it. */
export interface HandOver {
  readonly ticket: NewTicket;
  /** Holds `TICKET_NUMBER`. */
  readonly text: string;
}

/** Prepares the hand-over to a person. The ticket is made in any case, if need be without a summary. */
export async function prepareHandOver(
  { tools, clock }: Pick<TurnPorts, 'tools' | 'clock'>,
  signal: EscalationSignal,
  known: { readonly message: string; readonly turn: BegunTurn; readonly gathered: Gathered },
  context: ToolContext,
  capMs: number,
): Promise<HandOver> {
  const facts = distinct([...known.turn.facts, ...known.gathered.facts]);
  const input = {
    message: known.message,
    history: known.turn.history,
    facts: facts as readonly Fact[],
    signal,
    at: clock.date(),
  };
  const outcome = await tools.runner.run(tools.handoff, input, context, { timeoutMs: capMs });
  const note =
    outcome.status === 'ok' ? outcome.value : { summary: null, priority: 'normal' as const, reply: ESCALATED };
  const { reasons, explanation } = signal;
  const { priority, summary } = note;
  return { text: note.reply, ticket: { ticketId: newId('tkt'), reasons, explanation, priority, summary, facts } };
}

function distinct(facts: readonly RememberedFact[]): RememberedFact[] {
  return [...new Map(facts.map(({ kind, value }) => [`${kind} ${value}`, { kind, value }])).values()];
}
