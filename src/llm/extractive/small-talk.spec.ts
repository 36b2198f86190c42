import { replyTo, type SmallTalk, smallTalkOf } from './small-talk.js';

describe('smallTalkOf', () => {
  it.each<[string, SmallTalk]>([
    ['hi', 'greeting'],
    ['Hello there!', 'greeting'],
    ['Guten Tag', 'greeting'],
    ['¡Hola!', 'greeting'],
    ['你好！', 'greeting'],
    ['Good morning, team', 'greeting'],
    ['thanks', 'thanks'],
    ['Thank you so much for your help!', 'thanks'],
    ['ok great, thanks', 'thanks'],
    ['Vielen Dank!', 'thanks'],
    ['bye', 'farewell'],
    ['thanks, have a nice day', 'farewell'],
    ['Who are you?', 'identity'],
    ['are you a bot?', 'identity'],
    ['Are you a real person or a robot?', 'identity'],
    ['am i talking to a human', 'identity'],
    ['How are you?', 'well_being'],
    ['Hi, how are you doing today?', 'well_being'],
    ['ok', 'acknowledgement'],
    ['no thanks', 'decline'],
    ['yes please', 'affirmation'],
  ])('%s is %s', (message, talk) => {
    expect(smallTalkOf(message)).toBe(talk);
  });

  it.each([
    'hi, how do I get a refund?',
    'thanks, but where is my order?',
    'hello kitty backpack price',
    'who are your partners?',
    'how are you charging my card?',
    'are you open on Sunday?',
    'ok and how long does it take',
    'no refund arrived',
    'bye bye birdie tickets',
    '',
  ])('%s is none', (message) => {
    expect(smallTalkOf(message)).toBeNull();
  });

  it('greets by name when it is known', () => {
    expect(replyTo('greeting', ' Ann ')).toBe('Hello Ann! How can I help you?');
    expect(replyTo('greeting', ' ')).toBe('Hello! How can I help you?');
  });
});
