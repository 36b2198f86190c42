import fc from 'fast-check';
import { type Fact } from '../contract/fact.js';
import { extractFacts } from './extract-facts.js';

const email = (value: string): Fact => ({ kind: 'email', value });
const phone = (value: string): Fact => ({ kind: 'phone', value });
const order = (value: string): Fact => ({ kind: 'order_number', value });
const ticket = (value: string): Fact => ({ kind: 'ticket_number', value });
const reference = (value: string): Fact => ({ kind: 'reference_number', value });

describe('extractFacts finds', () => {
  it.each<[string, Fact[]]>([
    ['Write to Ann.Lee@Example.COM.', [email('Ann.Lee@example.com')]],
    ['mail me (ann+desk@mail.example.co.uk), please', [email('ann+desk@mail.example.co.uk')]],
    ['<jörg@bücher.example>', [email('jörg@bücher.example')]],
    ['my address is pat@xn--bcher-kva.example!', [email('pat@xn--bcher-kva.example')]],
    ['a@b.io and c@d.io; a@b.io again', [email('a@b.io'), email('c@d.io')]],
    ['call +1 (212) 555-0123', [phone('+12125550123')]],
    ['+49 30 901820 or 0044 20 7946 0958', [phone('+4930901820'), phone('+442079460958')]],
    ['(212) 555-0123 is best', [phone('2125550123')]],
    ['reach me on 212.555.0123.', [phone('2125550123')]],
    ['my phone number is 0171 1234567', [phone('01711234567')]],
    ['Mein Handy: 0171/1234567', [phone('01711234567')]],
    ['mi teléfono es 612 345 678', [phone('612345678')]],
    ['my order number is A-1234', [order('A-1234')]],
    ['Where is order #98765?', [order('98765')]],
    ['order 1234567 never came', [order('1234567')]],
    ['my order is 98765', [order('98765')]],
    ['Order no. 4711-b', [order('4711-B')]],
    ['98765 is my order number', [order('98765')]],
    ['Meine Bestellnummer lautet 55512', [order('55512')]],
    ['el número de pedido es MX-2201', [order('MX-2201')]],
    ['numéro de commande : 90817', [order('90817')]],
    ['Bestellung Nr. 4711', [order('4711')]],
    ['any news on my ticket TKT-000123?', [ticket('TKT-000123')]],
    ['ticket id 8841', [ticket('8841')]],
    ['case number: 2200311', [ticket('2200311')]],
    ['ref. no. QX/99-1', [reference('QX/99-1')]],
    ['the confirmation code is QWERTY', [reference('QWERTY')]],
    ['booking reference ZK4P9T', [reference('ZK4P9T')]],
    ['tracking number 1Z999AA10123456784', [reference('1Z999AA10123456784')]],
    ['order 98765, mail me at a@b.io or +1 212 555 0123', [order('98765'), email('a@b.io'), phone('+12125550123')]],
    ['order number 212-555-0123', [order('212-555-0123')]],
  ])('%s', (text, facts) => {
    expect(extractFacts(text)).toEqual(facts);
  });
});

describe('extractFacts keeps out of', () => {
  it.each([
    'Where is my order?',
    'I want to order 12 pizzas',
    'I want to order MX500',
    'We order 20000 units a year',
    'my order is 15 days late',
    'the order was $12999',
    'I placed my order on 2026-11-20 at 10:15',
    'order 2026-11-20',
    'it arrived on 20.11.2026 or 11/20/2026',
    'that costs 1,234,567.89 EUR',
    'between 2019 and 2026',
    'my card is 4111 1111 1111 1111',
    'in case 2 people come',
    'version 10.20.3000.4',
    'server 192.168.100.200',
    'call me at 10:30',
    'a lot of @mentions and a@b',
    'https://example.com/a@b',
    'I need a reference for a flat',
    'the confirmation code is missing',
    'please confirm my order number',
    'what is your phone number?',
    'ISBN 978-3-16-148410-0',
  ])('%s', (text) => {
    expect(extractFacts(text)).toEqual([]);
  });
});

const word = fc.stringMatching(/^[a-z]{2,9}$/);
const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[2-9][0-9]{${length - 1}}$`));

describe('extractFacts, for any text', () => {
  it('finds a plain address wherever it stands', () => {
    fc.assert(
      fc.property(word, word, word, fc.constantFrom('com', 'org', 'de', 'museum'), (before, local, host, top) => {
        const address = `${local}@${host}.${top}`;
        expect(extractFacts(`${before} ${address}. ${before}`)).toEqual([email(address)]);
      }),
    );
  });

  it('reads the same international number however it is grouped', () => {
    fc.assert(
      fc.property(digits(3), digits(3), digits(4), fc.constantFrom(' ', '-', '.', ''), (area, exchange, line, gap) => {
        const written = `+1${gap}${area}${gap}${exchange}${gap}${line}`;
        expect(extractFacts(`it is ${written}, thanks`)).toEqual([phone(`+1${area}${exchange}${line}`)]);
      }),
    );
  });

  it.each(['ERA000', 'ES-123', 'IST4567', 'NO123'])('keeps letters that look like a verb in %s', (number) => {
    expect(extractFacts(`my order number ${number}.`)).toEqual([order(number)]);
  });

  it('finds an announced order number of letters and digits', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{1,3}-?[0-9]{3,9}$/),
        fc.constantFrom(' is ', ': ', ' #', ' '),
        (number, gap) => {
          expect(extractFacts(`my order number${gap}${number}.`)).toEqual([order(number)]);
        },
      ),
    );
  });

  it('never throws, and gives only values whose characters are in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { value } of extractFacts(text)) {
          for (const character of value.replace('+', '').toLowerCase()) expect(text.toLowerCase()).toContain(character);
        }
      }),
    );
  });

  it.each([
    ['digits', '1 '.repeat(20_000)],
    ['at signs', 'a.'.repeat(10_000) + '@'],
    ['cue words', 'order number is '.repeat(2_000)],
    ['spaces', `order${' '.repeat(40_000)}`],
    ['dots', `${'a.'.repeat(5_000)}@${'b.'.repeat(5_000)}`],
  ])('stays linear on a flood of %s', (_name, text) => {
    const before = process.cpuUsage();
    extractFacts(text);
    // Processor time, not wall time: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });
});
