import { describe, expect, it } from '@jest/globals';
import { extractPreferences } from './extract-preferences.js';

const told = (text: string): string[] => extractPreferences(text).map(({ kind, value }) => `${kind}=${value}`);

describe('extractPreferences', () => {
  it.each([
    ["I'd rather be contacted by e-mail", ['contact_channel=email']],
    ['Please email me when it is there.', ['contact_channel=email']],
    ['I prefer a phone call.', ['contact_channel=phone']],
    ['You can reach me via WhatsApp.', ['contact_channel=whatsapp']],
    ['Please call me after 5 pm', ['contact_channel=phone', 'contact_time=after 5 pm']],
    ['Call me on Mondays, please.', ['contact_channel=phone', 'contact_time=on mondays']],
    ['Please answer in German.', ['language=german']],
    ['I only speak Spanish', ['language=spanish']],
  ])('hears the wish in %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    'Can I reach you by phone?',
    "Don't call me.",
    'Is there an e-mail address for invoices?',
    'My phone is broken.',
    'Do you deliver to German addresses?',
  ])('hears none in %j', (text) => {
    expect(told(text)).toEqual([]);
  });
});
