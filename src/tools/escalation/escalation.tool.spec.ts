import { ESCALATION_REASONS } from '../../common/escalation-reason.js';
import { loadConfig } from '../../config/app-config.js';
import { type EscalationAssessment } from '../contract/escalation-signal.js';
import { EscalationTool } from './escalation.tool.js';

async function assess(
  message: string,
  env: Readonly<Record<string, string>> = {},
  more: { readonly personOffered?: boolean; readonly abstentionsInRow?: number } = {},
): Promise<EscalationAssessment> {
  return new EscalationTool(loadConfig(env).escalation).run({ message, ...more });
}

describe('EscalationTool', () => {
  it.each([
    'yes',
    'Yes, please!',
    'sure',
    'ok please do',
    'Ja, bitte',
    'Sí, por favor',
    'oui',
    '好的',
    'That would be great.',
  ])('takes "%s" for a wish when a person was offered, and for nothing otherwise', async (message) => {
    const { signal } = await assess(message, {}, { personOffered: true });
    expect(signal).toMatchObject({ reasons: ['human_request'], explanation: [{ evidence: 'accepted_offer' }] });
    expect((await assess(message)).signal).toBeNull();
  });

  it.each(['no', 'no thanks', 'thanks', 'yes but first: how long is delivery?', 'please', '', 'yesterday'])(
    'does not take "%s" for a wish even then',
    async (message) => {
      expect((await assess(message, {}, { personOffered: true })).signal).toBeNull();
    },
  );

  it('tells all reasons, strongest first, each with its evidence', async () => {
    const { signal } = await assess('Your staff was rude and I will sue you, let me talk to a manager');
    expect(signal).toEqual({
      reasons: ['human_request', 'legal', 'complaint'],
      confidence: 0.95,
      explanation: [
        { reason: 'human_request', confidence: 0.95, evidence: 'asks_for_person' },
        { reason: 'legal', confidence: 0.95, evidence: 'threatens_court' },
        { reason: 'complaint', confidence: 0.8, evidence: 'complains_of_staff' },
      ],
    });
  });

  it('leaves out reasons that are not enabled', async () => {
    const env = { ESCALATION_REASONS: 'legal, security_urgent' };
    expect((await assess('I want to talk to a person', env)).signal).toBeNull();
    expect((await assess('I will sue you', env)).signal).toMatchObject({ reasons: ['legal'] });
  });

  it('keeps to the thresholds', async () => {
    const message = 'I want to dispute a charge';
    expect((await assess(message)).signal).toMatchObject({ confidence: 0.7 });
    expect((await assess(message, { ESCALATION_THRESHOLDS: 'security_urgent=0.7' })).signal).not.toBeNull();
    expect((await assess(message, { ESCALATION_THRESHOLDS: 'security_urgent=0.71' })).signal).toBeNull();
  });

  it('says in shadow mode what it would have done', async () => {
    const assessment = await assess('Someone stole my card', { ESCALATION_SHADOW: 'true' });
    expect(assessment).toMatchObject({ shadow: true, signal: { reasons: ['security_urgent'] } });
    expect((await assess('Someone stole my card')).shadow).toBe(false);
  });

  it('counts abstentions as configured', async () => {
    const more = { abstentionsInRow: 2 };
    expect((await assess('and in red?', { ESCALATION_ABSTENTIONS: '2' }, more)).signal).toMatchObject({
      reasons: ['repeated_failure'],
      explanation: [{ evidence: 'abstained_again' }],
    });
    expect((await assess('and in red?', {}, more)).signal).toBeNull();
  });

  it.each([
    ['bankruptcy', 'What if I have filed for bankruptcy?', true],
    ['press inquir*', 'A press inquiry for your spokesman', true],
    ['press inquir*', 'Press  INQUIRIES go where?', true],
    ['medical advice', 'I need medical advice', true],
    ['refund', 'do you give refunds', true],
    ['art', 'when does the party start?', false],
    ['medical advice', 'the medical staff gave advice', false],
    ['c++ (beta)', 'is c++ (beta) supported', true],
    ['退款', '我要退款吗', true],
  ])('finds the topic "%s" in "%s": %s', async (topic, message, found) => {
    const { signal } = await assess(message, { ESCALATION_POLICY_TOPICS: `${topic},zebra` });
    expect(signal?.reasons.includes('policy') ?? false).toBe(found);
  });

  it('brings in a person for strong feelings alone only when they are very strong', async () => {
    const mild = await assess('I am a bit annoyed that the lamp flickers');
    expect(mild).toMatchObject({ signal: null, sentiment: { label: 'negative' } });
    const message = 'I hate this stupid horrible garbage, I am so angry and frustrated, awful, just awful!!!';
    expect((await assess(message)).signal?.reasons).toContain('negative_sentiment');
  });

  it('knows every reason in its thresholds', () => {
    const { thresholds, reasons } = loadConfig({}).escalation;
    expect(Object.keys(thresholds).sort()).toEqual([...ESCALATION_REASONS].sort());
    expect([...reasons].sort()).toEqual([...ESCALATION_REASONS].sort());
  });
});
