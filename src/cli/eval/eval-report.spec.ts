import { expect, it } from '@jest/globals';
import { formatReport } from './eval-report.js';

it('shows both tables, aligned', () => {
  const group = {
    name: 'faq',
    questions: 50,
    ndcg: 0.81234,
    ndcgInterval: [0.75, 0.875],
    hit1: 0.7,
    hit5: 0.94,
    mrr: 0.8,
    p50: 3.14159,
    p95: 12,
    results: [],
  } as const;
  const abstention = [{ set: 'faq', unanswerable: 'oos/queries', questions: 9, auroc: NaN }];
  expect(formatReport([{ groups: [group], abstention }], 10)).toBe(
    `
| set | questions | nDCG@10 |         95% | hit@1 | hit@5 | MRR@10 | p50 ms | p95 ms |
| --- | --------: | ------: | ----------: | ----: | ----: | -----: | -----: | -----: |
| faq |        50 |   0.812 | 0.750-0.875 | 0.700 | 0.940 |  0.800 |    3.1 |   12.0 |

| set | without an answer | questions | AUROC |
| --- | ----------------- | --------: | ----: |
| faq | oos/queries       |         9 |   n/a |`.trimStart(),
  );
});

it('leaves out a table without rows', () => {
  expect(formatReport([{ groups: [], abstention: [] }], 10)).toBe('');
});
