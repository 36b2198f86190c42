import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Database } from '../../src/database/database.js';
import { type AttachmentDesk, openAttachmentDesk } from '../support/attachments.js';
import { describeOnEachDatabase } from '../support/databases.js';

const INVOICE = [
  'Invoice 4711 of Lantern & Sons',
  'Two lanterns at 19.50 florins each, and one wick at 2.00 florins.',
  'The total of 41.00 florins is due on 3 March. Pay by bank transfer.',
].join('\n\n');
const LEASE = [
  'Lease of the flat at 9 Harbour Street',
  'The tenant may keep one cat. The deposit is three monthly rents and is returned within two months.',
  'Either side may end the lease with three months of notice.',
].join('\n\n');
const REPORT =
  '# Yearly report\n\nRainfall was low.\n\n# Outlook\n\nWe expect more rain and \u96e8\u5929\u306e\u591a\u3044 days.';

describeOnEachDatabase('attachment search', (open) => {
  let desk: AttachmentDesk;
  let database: Database;
  /** Ada sent an invoice and a lease, Bob a report that holds a secret. */
  let ada: string;
  let bob: string;
  let invoice: string;
  let lease: string;
  let report: string;

  beforeAll(async () => {
    database = open();
    desk = await openAttachmentDesk(database);
    ada = await desk.newSession();
    bob = await desk.newSession();
    invoice = (await desk.send(ada, INVOICE, 'invoice-4711.txt')).attachmentId;
    lease = (await desk.send(ada, LEASE, 'scan0001.txt')).attachmentId;
    report = (await desk.send(bob, `${REPORT}\n\nThe vault opens with xylophone-93.`, 'report.md')).attachmentId;
  });

  it('finds the passage that answers, and says where it stands', async () => {
    const [first] = await desk.ask(ada, 'When is the total of my invoice due?');
    expect(first).toEqual({
      documentId: invoice,
      chunkId: expect.stringMatching(/^chk_[0-9a-f]{32}$/),
      title: 'invoice-4711.txt',
      heading: null,
      content: INVOICE,
      score: expect.any(Number),
      url: null,
      source: 'attachment',
      metadata: {},
      position: { start: 0, end: INVOICE.length },
    });
    expect(first!.score).toBeGreaterThan(0.5);
    const [deposit] = await desk.ask(ada, 'how long until the deposits are returned to the tenants');
    expect(deposit).toMatchObject({ documentId: lease });
    expect(deposit!.score).toBeGreaterThan(0.5);
    expect((await desk.ask(ada, 'What is the deposit?'))[0]!.score).toBeGreaterThan(0.5);
  });

  it('finds a file by its name', async () => {
    expect(await desk.ask(ada, 'scan0001')).toMatchObject([{ documentId: lease }]);
  });

  it('gives a low score to what shares a word in passing, and finds nothing for what it does not know', async () => {
    for (const { score } of await desk.ask(ada, 'Do you ship two parcels to a lighthouse keeper in Greenland?')) {
      expect(score).toBeLessThan(0.2);
    }
    expect(await desk.ask(ada, 'zebra periscope')).toEqual([]);
    for (const nothing of ['', '   ', '?!', 'the', '\u0000', "'", "''", '\\', "a' | 'b", '%_', '\ud800', '!!&|<->()']) {
      expect([nothing, await desk.ask(ada, nothing)]).toEqual([nothing, []]);
    }
  });

  it('returns the beginning of a file that came with the message, whatever is asked', async () => {
    const passages = await desk.ask(ada, 'What does this say?', [lease]);
    expect(passages).toMatchObject([{ documentId: lease }]);
    expect(passages[0]!.score).toBeGreaterThanOrEqual(0.5);
    const [first, ...others] = await desk.ask(ada, 'the total of the invoice', [lease]);
    expect(others.map(({ documentId }) => documentId)).toContain(lease);
    expect(first).toMatchObject({ documentId: invoice });
  });

  it('reads Chinese and Japanese by pairs of characters, and headings as what a passage is about', async () => {
    expect(await desk.ask(bob, '\u96e8\u5929')).toMatchObject([{ documentId: report, heading: 'Outlook' }]);
    expect((await desk.ask(bob, 'outlook'))[0]).toMatchObject({ heading: 'Outlook' });
  });

  it('prefers the passage with more of the question in a long file', async () => {
    const session = await desk.newSession();
    const pages = Array.from({ length: 60 }, (_, page) => `Clause ${page}. ${'Nothing is agreed here. '.repeat(40)}`);
    pages[41] = 'Clause 41. The penalty for late delivery is seven florins a day.';
    const { attachmentId } = await desk.send(session, pages.join('\n\n'), 'contract.txt');
    const [first] = await desk.ask(session, 'What is the penalty for late delivery?', [attachmentId]);
    expect(first!.content).toContain('seven florins a day');
    expect((await desk.ask(session, 'penalty late delivery'))[0]!.content).toContain('seven florins a day');
  });

  it('never shows a file of another session, whatever is asked and whichever ids are named', async () => {
    const words = [
      'vault',
      'xylophone',
      '93',
      'xylophone-93',
      'rain',
      'report',
      'total',
      "' OR '1'='1",
      'att_',
      '%',
      '\u96e8\u5929',
    ];
    const query = fc.oneof(
      fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((chosen) => chosen.join(' ')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    const ids = fc.subarray([invoice, lease, report, bob, ada, "'", '']);
    const nobody = await desk.newSession();
    await fc.assert(
      fc.asyncProperty(query, ids, async (asked, attachmentIds) => {
        const ofAda = await desk.ask(ada, asked, attachmentIds);
        expect(ofAda.filter(({ documentId }) => documentId !== invoice && documentId !== lease)).toEqual([]);
        const ofBob = await desk.ask(bob, asked, attachmentIds);
        expect(ofBob.filter(({ documentId }) => documentId !== report)).toEqual([]);
        expect(await desk.ask(nobody, asked, attachmentIds)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(await desk.ask(`${ada}' OR session_id = '${bob}`, 'vault', [report])).toEqual([]);
  });

  it('still finds what was stored in another language than the knowledge base has now', async () => {
    const session = await desk.newSession();
    await desk.send(session, 'The shops were closing.');
    const set = { name: 'test_language', text: `UPDATE knowledge_settings SET value = $1 WHERE name = 'language'` };
    await database.query(set, ['german']);
    try {
      expect(await desk.ask(session, 'closed shop')).toHaveLength(1);
      await desk.send(session, 'Die H\u00e4user wurden geschlossen.');
      expect(await desk.ask(session, 'Haus geschlossen')).toHaveLength(1);
    } finally {
      await database.query(set, ['english']);
    }
  });
});
