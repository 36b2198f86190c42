import { describe, expect, it } from '@jest/globals';
import { findPersonalData } from './find-personal-data.js';

const found = (text: string) =>
  findPersonalData(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('findPersonalData', () => {
  it.each([
    ['Write to Anna.Lee+shop@mail.example.co.uk.', 'email Anna.Lee+shop@mail.example.co.uk'],
    ['mailto:o’anna@exämple.de, please', 'email anna@exämple.de'],
    ['My number is +49 (0)30 901820-11', 'phone +49 (0)30 901820-11'],
    ['Ring 0044 20 7946 0958 now', 'phone 0044 20 7946 0958'],
    ['(212) 555-0123', 'phone (212) 555-0123'],
    ['phone: 030 901820', 'phone 030 901820'],
    ['+33 6 12 34 56 78', 'phone +33 6 12 34 56 78'],
    ['+81 90-1234-5678', 'phone +81 90-1234-5678'],
    ['Card 4111 1111 1111 1111 was charged', 'card 4111 1111 1111 1111'],
    ['5555555555554444', 'card 5555555555554444'],
    ['3782 822463 10005', 'card 3782 822463 10005'],
    ['IBAN DE89 3704 0044 0532 0130 00 it is', 'iban DE89 3704 0044 0532 0130 00'],
    ['gb29nwbk60161331926819', 'iban gb29nwbk60161331926819'],
    ['codice fiscale RSSMRA85T10A562S', 'national_id RSSMRA85T10A562S'],
    ['sécu 2 55 08 14 168 025 38', 'national_id 2 55 08 14 168 025 38'],
    ['CPF 529.982.247-25', 'national_id 529.982.247-25'],
    ['Mi DNI es 12345678Z', 'national_id 12345678Z'],
    ['from 93.184.216.34 today', 'ip 93.184.216.34'],
    ['2001:db8::8a2e:370:7334 logged in', 'ip 2001:db8::8a2e:370:7334'],
    ['Send it to 221B Baker Street, London NW1 6XE please', 'address 221B Baker Street, London NW1 6XE'],
    ['an die Hauptstraße 12a, 10115 Berlin', 'address Hauptstraße 12a, 10115 Berlin'],
    ['au 12 rue de la Paix, 75002 Paris', 'address 12 rue de la Paix, 75002 Paris'],
  ])('finds in "%s"', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    'My order number is 4111111111111111.',
    'Where is order #20481233 from 2026-11-20?',
    'ticket 4929-1288-3311',
    'Tracking number 1Z999AA10123456784',
    'Sendungsnummer 00340434161094021501',
    'invoice no. 2026-000123',
    'It costs 1,299.00 EUR or $1 299.00, not 12 345 678.',
    'On 20.11.2026 at 12:30:45, or 2026-11-20 12:30',
    'Version 1.2.3.4, v10.0.19041.1 and firmware 8.8.8.8',
    'My router is 192.168.1.1 and 127.0.0.1',
    'The serial is 1234567890123456',
    'ISBN 978-3-16-148410-0, EAN 4006381333931',
    '4111 1111 1111 1112',
    'DE00 3704 0044 0532 0130 00',
    '12345678Z and 529.982.247-26',
    'MAC 00:1A:2B:3C:4D:5E, time 10:20:30, std::vector',
    'open 24 hours, 7 days, 30 Business days, 12 Drive letters',
    'user@host and @anna on the chat',
    '1 2 3 4 5 6 7 8 9 10 11 12 13',
  ])('finds nothing in "%s"', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['digits', '1 '.repeat(100_000)],
    ['plus signs', '+1'.repeat(100_000)],
    ['groups of a number', '+1 23 45 67 89 01 23 45x'.repeat(8_000)],
    ['one long number', `+${'12345678'.repeat(25_000)}`],
    ['labels', `a@${'b.'.repeat(100_000)}`],
    ['addresses', 'a@b.example '.repeat(16_000)],
    ['capital words', '1 Aa Aa '.repeat(25_000)],
    ['colons', 'a:'.repeat(100_000)],
    ['cue words with blanks', `order${' '.repeat(50)}`.repeat(3_000)],
    ['one gap', `call${' '.repeat(100_000)}`],
  ])('stays quick on a flood of %s', (_name, text) => {
    const before = process.cpuUsage();
    findPersonalData(text);
    // Processor time, not wall time: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
