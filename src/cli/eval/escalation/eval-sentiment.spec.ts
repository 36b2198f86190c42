import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evalEscalation } from './eval-escalation.js';
import { evalSentiment } from './eval-sentiment.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontdesk-eval-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, ...lines: object[]): Promise<void> {
  await writeFile(join(folder, name), lines.map((line) => JSON.stringify(line)).join('\n'));
}

describe('evalSentiment', () => {
  it('gives recalls for labels and an F1 for ratings', async () => {
    await write('labels.jsonl', { text: 'I hate it', label: 'negative' }, { text: 'It is blue', label: 'positive' });
    await write('ratings.jsonl', { text: 'This is awful', dissatisfied: true });
    const [, , labels = '', ratings = ''] = (await evalSentiment(['--data', folder])).split('\n');
    expect(labels.replace(/ +/g, ' ')).toContain('| labels | 2 | | 1.000 | | 0.000 | |');
    expect(ratings.replace(/ +/g, ' ')).toContain('| ratings | 1 | | | | | 1.000 |');
  });

  it.each([
    [[], '--data is missing'],
    [['--folder', 'x'], "Unknown option '--folder'"],
    [['--data', '/no/such/folder'], 'cannot be read (ENOENT)'],
  ])('refuses %j', async (args, problem) => {
    await expect(evalSentiment(args)).rejects.toThrow(problem);
  });

  it('refuses a folder without data', async () => {
    await expect(evalSentiment(['--data', folder])).rejects.toThrow('holds no .jsonl file');
  });
});

describe('evalEscalation', () => {
  it('gives a table for each file', async () => {
    await write('messages.jsonl', {
      text: 'I want to talk to a person',
      escalate: true,
      reason: 'human_request',
      source: 'a',
    });
    const report = await evalEscalation(['--data', folder]);
    expect(report).toContain('messages\n\n| messages');
    expect(report.replace(/ +/g, ' ')).toContain('| reason human_request | 1 | 1.000 | 1.000 | 1.000 | | 1.000 |');
  });
});
