import { describe, expect, it } from '@jest/globals';
import { readCommand } from './keys-options.js';

const NOW = Date.UTC(2026, 0, 1);
const read = (line: string) => readCommand(line.split(' ').filter(Boolean), NOW);

describe('readCommand', () => {
  it.each([
    ['create --name shop --scopes chat', { name: 'create', keyName: 'shop', scopes: ['chat'], expiresAt: null }],
    ['create --name shop --scopes operator,chat', { scopes: ['chat', 'operator'] }],
    ['create --name shop --scopes chat --expires 90d', { expiresAt: new Date(NOW + 90 * 86_400_000) }],
    ['create --name s --scopes chat --expires 2030-01-31T00:00:00Z', { expiresAt: new Date('2030-01-31T00:00:00Z') }],
    ['list', { name: 'list', json: false }],
    ['list --json', { name: 'list', json: true }],
    ['revoke key_1', { name: 'revoke', keyId: 'key_1' }],
  ])('%s', (line, expected) => {
    expect(read(line)).toMatchObject(expected);
  });

  it.each([
    ['', /Name a command/],
    ['make', /no command "make"/],
    ['create --scopes chat', /--name/],
    [`create --name ${'n'.repeat(101)} --scopes chat`, /--name/],
    ['create --name shop', /--scopes/],
    ['create --name shop --scopes chat,everything', /--scopes must be one or more of chat, knowledge, operator, admin/],
    ['create --name shop --scopes chat --expires 0d', /--expires/],
    ['create --name shop --scopes chat --expires soon', /--expires/],
    ['create --name shop --scopes chat --expires 2020-01-01', /--expires/],
    ['create --name shop --scopes chat --expire 1d', /--expire/],
    ['revoke', /KEY_ID/],
    ['revoke key_1 key_2', /KEY_ID/],
  ])('refuses "%s"', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });
});
