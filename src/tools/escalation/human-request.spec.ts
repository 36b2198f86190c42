import fc from 'fast-check';
import { humanRequest } from './human-request.js';

describe('humanRequest hears a wish for a person in', () => {
  it.each([
    'I want to talk to a human',
    'Can I speak with your manager?',
    'please connect me to a live agent',
    'Could you transfer me to someone in billing?',
    'put me through to a supervisor',
    'agent please',
    'HUMAN!!!',
    'real person now',
    'customer service representative',
    'How do I get in touch with a representative',
    'give me a real person',
    'I need an actual human to look at this',
    "I'd like to speak to somebody about my bill",
    'is there a person I can talk to?',
    'can someone call me back? can someone please call me',
    "I don't want to talk to a robot",
    "I'm sick of talking to this stupid bot",
    'Why can’t I talk to a person?',
    'I have been trying to reach an operator for an hour',
    "I don't know how to speak to an advisor",
    "I don't want your articles, I want to talk to a person",
    'this is useless. let me speak to your supervisor',
    'hand this over to a colleague',
    'I would prefer human assistance',
    'i want to speek with an operater',
    'escalate this to a manager',
    'I want to talk with someone from the shipping department',
  ])('%s', (text) => {
    expect(humanRequest(text)).toMatchObject({ reason: 'human_request' });
  });

  it.each([
    ['es', 'Quiero hablar con una persona'],
    ['es', '¿Me puede comunicar con un agente?'],
    ['de', 'Ich möchte mit einem Mitarbeiter sprechen'],
    ['de', 'Bitte verbinden Sie mich mit einem Menschen'],
    ['fr', 'Je veux parler à un conseiller'],
    ['fr', 'Puis-je parler à un être humain ?'],
    ['pt', 'Quero falar com um atendente'],
    ['it', 'Vorrei parlare con un operatore'],
    ['nl', 'Ik wil met een medewerker spreken'],
    ['ru', 'Хочу поговорить с живым человеком'],
    ['ar', 'أريد التحدث مع موظف'],
    ['zh', '我要转人工'],
    ['zh', '请帮我接人工客服'],
    ['ja', '担当者と話したいです'],
    ['ko', '상담원과 통화하고 싶어요'],
  ])('%s: %s', (_language, text) => {
    expect(humanRequest(text)).not.toBeNull();
  });
});

describe('humanRequest hears none in', () => {
  it.each([
    "I don't want to talk to a human",
    'no need to connect me to an agent',
    "please don't transfer me to a manager",
    "I'd rather not speak to anyone",
    'do you have human agents available at night?',
    'What hours can I speak to an agent?',
    'Do I have to talk to an agent to cancel?',
    'Are you human?',
    'am I talking to a real person or a bot?',
    'human?',
    'How do I contact human resources?',
    'I need the number of human resources',
    'what are your travel agent fees?',
    'I booked through a travel agent',
    'I want to speak to your refund policy',
    'I talked to an agent yesterday and the refund is still missing',
    'after speaking with your agent nothing happened',
    'How do I add a person to my account?',
    'I need the manager role in my workspace',
    'how can I change the agent name?',
    'someone stole my card',
    'I need to transfer money to another person',
    'which user agent do you support?',
    "I need a person's name on the invoice",
    'When does support open?',
    'I need a dental specialist',
    'my manager approved the order',
    'the operator said it would be free',
    '',
  ])('%s', (text) => {
    expect(humanRequest(text)).toBeNull();
  });

  it.each([
    ['es', 'No quiero hablar con una persona'],
    ['es', 'Necesito cambiar los datos de mi cuenta'],
    ['de', 'Ich möchte nicht mit einem Mitarbeiter sprechen'],
    ['de', 'Wie viele Personen können das Konto nutzen?'],
    ['fr', 'Je ne veux pas parler à un conseiller'],
    ['pt', 'não quero falar com um atendente'],
    ['zh', '我不想转人工'],
    ['ja', '担当者につながなくていいです'],
  ])('%s: %s', (_language, text) => {
    expect(humanRequest(text)).toBeNull();
  });
});

describe('humanRequest, for any wish', () => {
  const verb = fc.constantFrom('talk to', 'speak with', 'chat with', 'get through to', 'speak directly to');
  const person = fc.constantFrom('a human', 'an agent', 'your manager', 'a real person', 'someone', 'customer service');

  it('follows verb and person, and turns with a negation', () => {
    fc.assert(
      fc.property(verb, person, fc.constantFrom('.', '!', ' please', ' about my bill'), (how, whom, end) => {
        expect(humanRequest(`I want to ${how} ${whom}${end}`)).not.toBeNull();
        expect(humanRequest(`I do not want to ${how} ${whom}${end}`)).toBeNull();
      }),
    );
  });

  it('gives a confidence in 0..1 or nothing, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { confidence } = humanRequest(text) ?? { confidence: 0.5 };
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['talk to ', 'i want a ', 'do not ', 'customer service ', 'a '])('stays fast on a flood of "%s"', (words) => {
    const before = process.cpuUsage();
    humanRequest(words.repeat(5_000));
    // Processor time, not wall time: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });
});
