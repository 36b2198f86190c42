import { loadConfig } from '../../../config/app-config.js';
import { assessor } from '../../../tools/escalation/assess.js';
import { type MessageLine } from './labelled-lines.js';
import { scoreEscalation } from './score-escalation.js';

const assess = assessor(loadConfig({}).escalation);
const ordinary: MessageLine = { text: 'When do you open?', escalate: false, source: 'shop', hard: false };

describe('scoreEscalation', () => {
  it('scores all messages, each reason, the hard ones and each source', () => {
    const lines: MessageLine[] = [
      { ...ordinary, text: 'Let me talk to a person', escalate: true, reason: 'human_request' },
      { ...ordinary, text: 'Someone stole my card', escalate: true, reason: 'urgent_security', source: 'bank' },
      { ...ordinary, text: 'You have beautiful lamps', escalate: true, reason: 'complaint' },
      { ...ordinary, text: 'I will sue you', hard: true },
      ordinary,
    ];
    const scores = new Map(scoreEscalation(lines, assess).map((score) => [score.name, score]));
    expect([...scores.keys()]).toEqual([
      'all',
      'reason complaint',
      'reason human_request',
      'reason urgent_security',
      'hard',
      'source bank',
      'source shop',
    ]);
    expect(scores.get('all')).toMatchObject({ rows: 5, falsePositives: 0.5 });
    expect(scores.get('all')?.precision).toBeCloseTo(2 / 3);
    expect(scores.get('all')?.f1).toBeCloseTo(2 / 3);
    expect(scores.get('all')?.sameReason).toBeCloseTo(2 / 3);
    expect(scores.get('reason urgent_security')).toMatchObject({ recall: 1, sameReason: 1 });
    expect(scores.get('reason complaint')).toMatchObject({ recall: 0 });
    expect(scores.get('hard')).toMatchObject({ rows: 1, falsePositives: 1, recall: NaN });
  });
});
