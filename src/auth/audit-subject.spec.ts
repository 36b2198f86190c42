import { describe, expect, it } from '@jest/globals';
import { auditKey, customerHash, idsAmong } from './audit-subject.js';

describe('idsAmong', () => {
  it('takes ids and leaves everything else', () => {
    expect(idsAmong({ ticketId: 'tkt_1', note: 'Ada Lovelace', userId: 'ada' })).toEqual({ ticketId: 'tkt_1' });
    expect(idsAmong({ keyId: 'key_1', key: 'fd_secret' })).toEqual({ keyId: 'key_1' });
  });

  it('looks one level deep, also into lists', () => {
    expect(idsAmong({ ticket: { ticketId: 'tkt_1', sessionId: 's' }, seq: 4 })).toEqual({
      ticketId: 'tkt_1',
      sessionId: 's',
    });
    const documents = [{ documentId: 'doc_1' }, { documentId: 'doc_2', title: 'x' }];
    expect(idsAmong({ documents })).toEqual({ documentId: ['doc_1', 'doc_2'] });
  });

  it('takes nothing that is no id of ours', () => {
    for (const value of [undefined, null, 'x', 7, [], { ticketId: 7 }, { ticketId: 'x'.repeat(129) }]) {
      expect(idsAmong(value)).toEqual({});
    }
  });
});

describe('customerHash', () => {
  it('is the same for one customer and one secret, and shows nothing of the id', () => {
    const key = auditKey('a secret of at least 32 characters');
    expect(customerHash(key, 'ada')).toMatch(/^[0-9a-f]{32}$/);
    expect(customerHash(key, 'ada')).toBe(customerHash(key, 'ada'));
    expect(customerHash(key, 'ada')).not.toBe(customerHash(key, 'bob'));
    expect(customerHash(key, 'ada')).not.toBe(customerHash(auditKey('another secret of 32 characters!'), 'ada'));
  });
});
