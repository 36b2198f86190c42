import { markdownTable } from '../markdown-table.js';
import { type AbstentionReport, type GroupReport, type SetReport } from './score-set.js';

/** The tables a person reads: search first, then abstention if anything was asked that has no answer. */
export function formatReport(reports: readonly SetReport[], k: number): string {
  const groups = reports.flatMap((report) => report.groups);
  const abstention = reports.flatMap((report) => report.abstention);
  const tables = [];
  if (groups.length > 0) tables.push(searchTable(groups, k));
  if (abstention.length > 0) tables.push(abstentionTable(abstention));
  return tables.join('\n\n');
}

function searchTable(groups: readonly GroupReport[], k: number): string {
  const head = ['set', 'questions', `nDCG@${k}`, '95%', 'hit@1', 'hit@5', `MRR@${k}`, 'p50 ms', 'p95 ms'];
  const rows = groups.map((group) => [
    group.name,
    String(group.questions),
    share(group.ndcg),
    group.ndcgInterval.map(share).join('-'),
    share(group.hit1),
    share(group.hit5),
    share(group.mrr),
    group.p50.toFixed(1),
    group.p95.toFixed(1),
  ]);
  return markdownTable([head, ...rows], 1);
}

function abstentionTable(abstention: readonly AbstentionReport[]): string {
  const rows = abstention.map((row) => [row.set, row.unanswerable, String(row.questions), share(row.auroc)]);
  return markdownTable([['set', 'without an answer', 'questions', 'AUROC'], ...rows], 2);
}

function share(value: number): string {
  return Number.isNaN(value) ? 'n/a' : value.toFixed(3);
}
