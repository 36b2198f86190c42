import { beforeEach, expect, it } from '@jest/globals';
import { ValidationFailed } from '../../src/common/app-error.js';
import { type Database } from '../../src/database/database.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { KnowledgeSearch } from '../../src/knowledge/knowledge-search.js';
import { readSampleDocuments } from '../../src/knowledge/sample-documents.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { deleteAllDocuments } from '../support/knowledge.js';

const RETURNS = {
  title: 'Returns',
  text: 'Returned boots are refunded within 30 days of delivery.',
  metadata: { shop: 'de' },
};
const SHIPPING = {
  title: 'Shipping',
  text: 'Parcels reach Alaska in ten days.',
  metadata: { shop: 'us', tags: ['a', 'b'] },
};

describeOnEachDatabase('knowledge search', (open) => {
  let database: Database;
  let documents: KnowledgeDocuments;
  let knowledge: KnowledgeSearch;
  const titles = async (query: string, context?: string): Promise<string[]> =>
    (await knowledge.search({ query, context })).map(({ title }) => title);

  beforeEach(async () => {
    database = open();
    documents = new KnowledgeDocuments(database, new FakeClock());
    knowledge = new KnowledgeSearch(database);
    await deleteAllDocuments(database, documents);
  });

  it('answers nothing from an empty knowledge base, whatever is asked', async () => {
    for (const query of ['refund', '', '   ', '?!', 'the', '退款', '\u0000', '\ud800', "'", '<b>', '%_\\']) {
      expect(await knowledge.search({ query, context: query })).toEqual([]);
    }
  });

  it('finds an inflected word and says where the passage stands', async () => {
    const { documentId } = await documents.add({ ...RETURNS, url: 'https://shop.example/returns', source: 'import' });
    await documents.add(SHIPPING);
    const [passage] = await knowledge.search({ query: 'refunding a boot' });
    expect(passage).toMatchObject({
      documentId,
      title: 'Returns',
      content: RETURNS.text,
      heading: null,
      url: 'https://shop.example/returns',
      source: 'import',
      metadata: { shop: 'de' },
      position: { start: 0, end: RETURNS.text.length },
    });
    expect(passage?.chunkId).toMatch(/^chk_[0-9a-f]{32}$/);
    expect(passage).not.toHaveProperty('explanation');
  });

  it('ranks the sample document that answers first, above the threshold, and others below', async () => {
    await documents.addMany(await readSampleDocuments());
    const cases: [string, RegExp][] = [
      ['How do I get a refund for boots I returned?', /^Refunds/],
      ['I forgot my password', /password/],
      ['How long does standard shipping take?', /^Shipping/],
      ['Which credit cards do you accept?', /^Payment/],
      ['When can I call support on Saturday?', /^Support hours/],
      ['where is my parcel, tracking does not change', /^Tracking/],
      ['what do premium members get', /premium/],
      ['Do you sell my personal data?', /privacy/],
    ];
    for (const [query, title] of cases) {
      const [first] = await knowledge.search({ query });
      expect([query, first?.title]).toEqual([query, expect.stringMatching(title)]);
      expect([query, (first?.score ?? 0) >= 0.5]).toEqual([query, true]);
    }
    for (const query of [
      'who won the world cup in 1998',
      'how tall is the eiffel tower',
      'best pizza recipe with mushrooms',
    ]) {
      expect(await knowledge.search({ query, threshold: 0.5 })).toEqual([]);
    }
  });

  it('answers a question of nothing but stop words by its title', async () => {
    await documents.addMany([RETURNS, SHIPPING, { title: 'Who are you?', text: 'A helper made of software.' }]);
    expect((await titles('who are you'))[0]).toBe('Who are you?');
  });

  it('forgives a letter dropped, added, replaced or swapped, and only in words no document has', async () => {
    await documents.addMany([RETURNS, SHIPPING, { title: 'Parks', text: 'A parcal is not a parcel.' }]);
    for (const query of ['deliver alasca', 'alsaka', 'alaaska', 'alask'])
      expect((await titles(query))[0]).toBe('Shipping');
    expect(await titles('parcal')).toEqual(['Parks']);
    const [passage] = await knowledge.search({ query: 'alasca', explain: true });
    expect(passage?.explanation?.terms).toContainEqual(
      expect.objectContaining({ term: 'alasca', correctedTo: 'alaska', unseen: false }),
    );
  });

  it('finds Chinese, Japanese and Korean by character pairs, among other languages', async () => {
    await documents.addMany([
      { title: '退款', text: '退款将在五个工作日内到账。' },
      { title: '配送', text: '标准配送需要三到五天。' },
      { title: 'パスワード', text: 'パスワードを再設定する方法。' },
      { title: '배송', text: '배송은 사흘 걸립니다.' },
      RETURNS,
    ]);
    expect((await titles('多久能收到退款？'))[0]).toBe('退款');
    expect((await titles('パスワードを忘れた'))[0]).toBe('パスワード');
    expect((await titles('배송 기간'))[0]).toBe('배송');
    expect((await titles('boots 靴'))[0]).toBe('Returns');
  });

  it('reads a follow-up question with what was said before, which never outweighs a question that stands alone', async () => {
    await documents.addMany(await readSampleDocuments());
    const context = 'How do I get a refund?\nYou can return any item within 30 days for a full refund.';
    expect((await titles('and how long does that take?', context))[0]).toMatch(/^Refunds/);
    expect((await titles('Which credit cards can I pay with?', context))[0]).toMatch(/^Payment/);
    expect((await titles('', context))[0]).toMatch(/^Refunds/);
  });

  it('filters by metadata before it counts to k', async () => {
    await documents.addMany([
      RETURNS,
      SHIPPING,
      { title: 'Days', text: 'Days of delivery in days.', metadata: { shop: 'us' } },
    ]);
    const search = (filter: Record<string, string | number | boolean>) =>
      knowledge.search({ query: 'days delivery', k: 1, filter });
    expect(await search({ shop: 'de' })).toEqual([expect.objectContaining({ title: 'Returns' })]);
    expect(await search({ shop: 'fr' })).toEqual([]);
    expect(await search({ shop: 'us', other: 1 })).toEqual([]);
    expect(await search({ shop: 'de\u0000\ud800' })).toEqual([]);
    expect(await search({})).toHaveLength(1);
  });

  it('keeps to k and to the threshold, and refuses bounds that make no sense', async () => {
    await documents.addMany([RETURNS, SHIPPING, { title: 'Days', text: 'Days and days.' }]);
    const all = await knowledge.search({ query: 'days' });
    expect(all).toHaveLength(3);
    expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a));
    expect(await knowledge.search({ query: 'days', k: 2 })).toEqual(all.slice(0, 2));
    const threshold = all[1]!.score;
    expect(await knowledge.search({ query: 'days', threshold })).toEqual(all.filter(({ score }) => score >= threshold));
    for (const wrong of [
      { k: 0 },
      { k: 51 },
      { k: 1.5 },
      { threshold: 2 },
      { threshold: Number.NaN },
      { perDocument: 0 },
    ]) {
      await expect(knowledge.search({ query: 'days', ...wrong })).rejects.toThrow(ValidationFailed);
    }
  });

  it('gives the chunk that answers, and the best of every document before the second of any', async () => {
    const section = (name: string, fact: string): string =>
      `## ${name}\n${fact} ${'It is one of many plain rules. '.repeat(30)}\n`;
    const text =
      section('Boots', 'Boots go back in the box.') + section('Tents', 'Tents must be dry.') + section('Stoves', 'No.');
    await documents.addMany([{ title: 'Rules', text, format: 'markdown' }, SHIPPING]);
    const found = await knowledge.search({ query: 'may tents be wet, many rules for parcels', perDocument: 3 });
    expect(found.map(({ title, heading }) => [title, heading])).toEqual([
      ['Rules', 'Tents'],
      ['Shipping', null],
      ['Rules', expect.anything()],
      ['Rules', expect.anything()],
    ]);
    for (const { content, position } of found.filter(({ title }) => title === 'Rules')) {
      expect(content).toBe(text.slice(position.start, position.end));
    }
  });

  it('explains a score: the contributions add up', async () => {
    await documents.addMany([RETURNS, SHIPPING]);
    const [passage] = await knowledge.search({ query: 'refund of unheard boots', context: 'delivery', explain: true });
    const { evidence, attainable, terms } = passage!.explanation!;
    expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(evidence, 6);
    expect(evidence).toBeLessThan(attainable);
    expect(terms).toContainEqual(
      expect.objectContaining({ term: 'refund', field: 'stem', from: 'question', unseen: false }),
    );
    expect(terms).toContainEqual(expect.objectContaining({ term: 'unheard', unseen: true, contribution: 0 }));
    expect(terms).toContainEqual(expect.objectContaining({ term: 'deliveri', from: 'context' }));
    for (const { term, contribution, weight } of terms) expect([term, contribution <= weight]).toEqual([term, true]);
  });

  it('shows documents without a title by how they begin', async () => {
    await documents.add({ text: `Lantern batteries last long. ${'They are rechargeable too. '.repeat(5)}` });
    expect((await titles('lantern'))[0]).toMatch(/^Lantern batteries last long\. They .{20,60}…$/);
  });
});
