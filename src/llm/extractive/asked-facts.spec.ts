import { askedFacts, sayFacts } from './asked-facts.js';

const facts = [
  { kind: 'order_number', value: 'A-1234' },
  { kind: 'email', value: 'ann@example.com' },
  { kind: 'phone', value: '+12125550123' },
];

describe('askedFacts', () => {
  it.each([
    ['What is my order number?', 'A-1234'],
    ["what's my order number again", 'A-1234'],
    ['Which e-mail did I give you?', 'ann@example.com'],
    ['do you remember my phone number?', '+12125550123'],
    ['Can you tell me my email address please?', 'ann@example.com'],
    ['Wie lautet meine Bestellnummer?', 'A-1234'],
    ['¿Cuál es mi número de pedido?', 'A-1234'],
  ])('%s', (question, value) => {
    expect(askedFacts(question, facts).map((fact) => fact.value)).toEqual([value]);
  });

  it.each([
    'How do I change my email address?',
    'Where do I find my order number?',
    'What is your phone number?',
    'What is my ticket number?',
    'My order number is A-1234',
    'what happens with my email address if I close the account?',
  ])('%s is answered otherwise', (question) => {
    expect(askedFacts(question, facts)).toEqual([]);
  });

  it('says one value, or all there are, once each', () => {
    const [order] = facts;
    expect(sayFacts([order!])).toBe('The order number you gave me is A-1234.');
    expect(sayFacts([order!, { kind: 'order_number', value: 'B-2' }, order!])).toBe(
      'You gave me more than one order number: A-1234 and B-2.',
    );
  });
});
