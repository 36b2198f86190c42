import { answersType, instructs, type QuestionType, questionTypeOf } from './question-type.js';

describe('questionTypeOf', () => {
  it.each<[string, QuestionType, string, string]>([
    ['How long does delivery take?', 'time', 'It takes 3 to 5 business days.', 'It is sent by post.'],
    ['When are you open?', 'time', 'We open at 9:00.', 'We sell shoes.'],
    ['What are your support hours?', 'hours', 'Monday to Friday.', 'A reply takes 4 hours.'],
    ['Until what time can I order?', 'hours', 'Until 2 p.m. on a business day.', 'Within 3 days.'],
    ['What is your email?', 'contact', 'Write to help@shop.example.', 'We love letters.'],
    ['How much is express?', 'amount', 'It costs $12.', 'It is quick.'],
    ['How many users can I add?', 'count', 'Up to five users.', 'Users have roles.'],
    ['Where do I change my name?', 'place', 'It is under Settings.', 'names are short'],
    ['How do I cancel?', 'steps', 'Open your account and press Cancel.', 'Most people stay.'],
    ['Who signs it?', 'person', 'It is signed by Ann Lee.', 'It is signed.'],
    ['Do you accept PayPal?', 'yes_no', 'We accept PayPal.', 'PayPal is a company.'],
    ['What is the phone number of support?', 'contact', 'Call 555-0142.', 'We love calls.'],
    ['¿Cuánto tarda el envío?', 'time', 'Tarda 3 días.', 'Es gratis.'],
    ['Wie lange dauert es?', 'time', 'Es dauert 3 Tage.', 'Es ist einfach.'],
  ])('%s asks for %s', (question, type, fitting, other) => {
    expect(questionTypeOf(question)).toBe(type);
    expect(answersType(type, fitting)).toBe(true);
    expect(answersType(type, other)).toBe(false);
  });

  it('leaves an open question open', () => {
    expect(questionTypeOf('Refund policy')).toBe('open');
    expect(answersType('open', 'Anything 12.')).toBe(false);
  });
});

describe('instructs', () => {
  it.each([
    ['To start a return, open "My orders" and choose the item.', true],
    ['1. Open Orders in your account.', true],
    ['You can join under "Account", "Membership".', true],
    ['You can return any item within 30 days.', false],
    ['Returns are inspected within 3 days.', false],
  ])('%s: %s', (sentence, expected) => {
    expect(instructs(sentence)).toBe(expected);
  });
});
