import { expect, it } from '@jest/globals';
import { OPERATIONS } from '../../transport/operations.js';
import { accessPageArtefact } from './access-page-artefact.js';

it('docs/access.md has a row for every operation, with a mark for everybody who may call it', async () => {
  const page = await accessPageArtefact.render();
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toHaveLength(Object.keys(OPERATIONS).length);
  const cells = (name: string): string[] =>
    (rows.find((line) => line.startsWith(`| \`${name}\` `)) ?? '').split('|').map((cell) => cell.trim());
  const [everybody, owner, chat, knowledge, operator, admin] = [3, 4, 5, 6, 7, 8];
  const open = (name: string): number[] =>
    cells(name).flatMap((cell, at) => (cell === 'x' && at >= everybody && at <= admin ? [at] : []));
  expect(open('health.live')).toEqual([everybody]);
  expect(open('messages.send')).toEqual([owner, chat, admin]);
  expect(open('knowledge.search')).toEqual([chat, knowledge, admin]);
  expect(open('tickets.list')).toEqual([operator, admin]);
  expect(open('keys.create')).toEqual([admin]);
  expect(open('socket.sync')).toEqual([owner]);
  expect(cells('keys.create').slice(9, 11)).toEqual(['write', 'x']);
  expect(cells('health.live').slice(9, 11)).toEqual(['', '']);
});
