import { describe, expect, it } from '@jest/globals';
import { textKind } from './text-kind.js';

describe('textKind', () => {
  it.each([
    ['a page', '<!DOCTYPE html>\n<html><p>Hi</p></html>', 'page.txt', 'html'],
    ['a page after a comment', '<!-- saved from a shop -->\n<html>', 'page', 'html'],
    ['a fragment that is named so', '<p>Hi</p>', 'page.htm', 'html'],
    ['a mail', 'From: a@example.com\nTo: b@example.com\nSubject: Late\n\nHi', 'mail.txt', 'eml'],
    ['a bare mail that is named so', 'Subject: Late\n\nHi', 'mail.eml', 'eml'],
    ['an mbox export', 'From a Mon Jan 1\nFrom: a@b.c\nDate: today\nSubject: x\n\nHi', 'x', 'eml'],
    ['JSON', '{"order": 1}', 'order.txt', 'json'],
    ['broken JSON', '{"order": 1', 'order.json', 'txt'],
    ['a table by its name', 'a;b\n1;2', 'a.CSV', 'csv'],
    ['Markdown by its name', '# Hi', 'README.md', 'md'],
    ['RTF', '{\\rtf1 Hi}', 'letter.txt', 'rtf'],
    ['a letter that begins like a mail', 'To: the shop\nSubject: my order\n\nHi', 'letter.txt', 'txt'],
    ['prose that quotes a mail', 'They wrote:\nFrom: a\nTo: b\nDate: c\nSubject: d', 'x.txt', 'txt'],
    ['a list in brackets', '[see below] my list', 'x.txt', 'txt'],
  ])('tells %s', (_name, text, filename, kind) => {
    expect(textKind(text, filename)).toBe(kind);
  });
});
