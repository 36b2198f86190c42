import { TICKET_NUMBER } from '../../common/ticket-number.js';
import { type EscalationReason } from '../../common/escalation-reason.js';
import { loadConfig } from '../../config/app-config.js';
import { type EscalationSignal } from '../contract/escalation-signal.js';
import { type HandoffInput, type HandoffNote } from '../contract/tool-inputs.js';
import { HandoffTool } from './handoff.tool.js';

const WEEK = { BUSINESS_HOURS: 'mon-fri 09:00-17:30; sat 10:00-14:00', BUSINESS_TIMEZONE: 'Europe/Berlin' };

function signalOf(...reasons: EscalationReason[]): EscalationSignal {
  const explanation = reasons.map((reason) => ({ reason, confidence: 0.9, evidence: 'seen' }));
  return { reasons, confidence: 0.9, explanation };
}

async function note(input: Partial<HandoffInput>, env: Readonly<Record<string, string>> = {}): Promise<HandoffNote> {
  const tool = new HandoffTool(loadConfig(env).escalation.businessHours);
  const usual = { message: 'I want a person', history: [], facts: [], signal: signalOf('human_request') };
  return tool.run({ ...usual, at: new Date('2026-03-04T10:00:00Z'), ...input });
}

describe('HandoffTool', () => {
  it('promises no time without business hours', async () => {
    const { reply, availability } = await note({});
    expect(availability).toBe('unknown');
    expect(reply).toBe(
      `I've asked a person from our team to take over. Your ticket number is ${TICKET_NUMBER}. You can keep writing here, and everything you've said so far is there for them to read.`,
    );
  });

  it.each([
    ['within the hours', '2026-03-04T10:00:00Z', 'open', 'Somebody is there now'],
    ['at the first minute', '2026-03-04T08:00:00Z', 'open', 'Somebody is there now'],
    ['at the minute of closing', '2026-03-04T16:30:00Z', 'closed', 'back tomorrow, Thursday, at 09:00'],
    ['early in the morning', '2026-03-04T05:00:00Z', 'closed', 'back today at 09:00'],
    ['on a Friday night', '2026-03-06T20:00:00Z', 'closed', 'back tomorrow, Saturday, at 10:00'],
    ['on a Saturday afternoon', '2026-03-07T15:00:00Z', 'closed', 'back on Monday at 09:00'],
    // Clocks went forward on Sunday, 29 March: 07:30 UTC is 08:30 in winter and 09:30 in summer.
    ['before the change to summer time', '2026-03-27T07:30:00Z', 'closed', 'back today at 09:00'],
    ['after the change to summer time', '2026-03-30T07:30:00Z', 'open', 'Somebody is there now'],
    ['over the change to summer time', '2026-03-28T14:00:00Z', 'closed', 'back on Monday at 09:00'],
  ])('tells %s what to expect', async (_name, at, availability, words) => {
    const found = await note({ at: new Date(at) }, WEEK);
    expect(found.availability).toBe(availability);
    expect(found.reply).toContain(words);
    expect(found.reply).toContain(TICKET_NUMBER);
  });

  it('knows holidays of one year and of every year', async () => {
    const env = { ...WEEK, BUSINESS_HOLIDAYS: '12-25, 12-26, 2026-12-24' };
    const christmas = await note({ at: new Date('2026-12-24T10:00:00Z') }, env);
    expect(christmas).toMatchObject({ availability: 'closed' });
    expect(christmas.reply).toContain('back on Monday at 09:00');
    const yearAfter = await note({ at: new Date('2027-12-24T10:00:00Z') }, env);
    expect(yearAfter.availability).toBe('open');
  });

  it('names no day when nobody is there for two weeks', async () => {
    const days = Array.from({ length: 31 }, (_, day) => `03-${String(day + 1).padStart(2, '0')}`).join(',');
    const { reply } = await note({ at: new Date('2026-03-02T10:00:00Z') }, { ...WEEK, BUSINESS_HOLIDAYS: days });
    expect(reply).toContain('as soon as we can');
    expect(reply).toContain(TICKET_NUMBER);
  });

  it('follows a night shift over midnight', async () => {
    const env = { BUSINESS_HOURS: 'fri 22:00-06:00', BUSINESS_TIMEZONE: 'UTC' };
    expect((await note({ at: new Date('2026-03-06T23:00:00Z') }, env)).availability).toBe('open');
    expect((await note({ at: new Date('2026-03-07T05:59:00Z') }, env)).availability).toBe('open');
    expect((await note({ at: new Date('2026-03-07T06:00:00Z') }, env)).reply).toContain('on Friday at 22:00');
  });

  it.each([
    [['human_request', 'security_urgent'], 'urgent'],
    [['legal'], 'high'],
    [['human_request', 'complaint'], 'high'],
    [['human_request'], 'normal'],
    [['low_grounding'], 'low'],
    [[], 'normal'],
  ] as const)('gives %j the priority %s', async (reasons, priority) => {
    expect((await note({ signal: signalOf(...reasons) })).priority).toBe(priority);
  });

  it('tells the person what is wanted, known, asked and answered', async () => {
    const { summary } = await note({
      message: 'My lamp\nstill flickers, let me talk to someone.',
      history: [
        { role: 'customer', text: 'How do I stop the lamp from flickering?' },
        { role: 'agent', text: 'Change the bulb. [1] [2]' },
        { role: 'customer', text: 'ok' },
      ],
      facts: [{ kind: 'order_number', value: '4711' }],
      signal: signalOf('human_request', 'repeated_failure'),
    });
    expect(summary).toBe(
      [
        'Customer: My lamp still flickers, let me talk to someone.',
        'Why: asks for a person (seen); did not get an answer that helped (seen). Sounds neutral.',
        'Known:',
        '- order number 4711',
        'Asked before:',
        '- How do I stop the lamp from flickering?',
        'Answered:',
        '- Change the bulb.',
      ].join('\n'),
    );
  });

  it('keeps the summary within 2,000 characters whatever was said', async () => {
    const long = 'word '.repeat(2_000);
    const { summary } = await note({
      message: long,
      history: Array.from({ length: 30 }, (_, index) => ({ role: index % 2 ? 'agent' : 'customer', text: long })),
      facts: Array.from({ length: 50 }, (_, index) => ({ kind: 'reference_number', value: `${index}${long}` })),
      signal: signalOf('complaint', 'legal', 'security_urgent'),
    });
    expect(summary.length).toBeLessThanOrEqual(2_000);
    expect(summary).toContain('Customer: word');
    expect(summary).toContain('Why: complains');
  });
});
