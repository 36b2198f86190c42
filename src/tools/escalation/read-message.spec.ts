import fc from 'fast-check';
import { readMessage } from './read-message.js';

/** Reasons seen in a message that are sure enough to count by default. */
function reasonsIn(text: string): string[] {
  return readMessage(text).flatMap(({ reason, confidence }) => (confidence >= 0.6 ? reason : []));
}

describe('readMessage hears a complaint in', () => {
  it.each([
    'I want to file a complaint about my last visit',
    'Please register my formal complaint.',
    'where can i lodge a complaint against your courier',
    'how do I make an official complaint?',
    'I have a serious complaint',
    'complaint about the delivery driver',
    'I wish to complain in the strongest terms',
    "I'm writing to complain about the noise in our room",
    'who do I complain to?',
    'This is a formal complaint.',
    'I need to submit a grievance regarding my invoice',
    'i want to fiel a complaint agianst your shop',
    'Your technician was extremely rude to my mother',
    'one of the agents hung up on me twice',
    'The staff were so dismissive',
    'worst customer service I have ever seen',
    'Your support is absolutely useless',
    'this is completely unacceptable',
    'You are a bunch of crooks',
    "I'm really disappointed with your service",
    'We are extremely unhappy about how you handled this',
    'I demand a full refund now',
    'I want my money back!',
    'I expect an apology for this',
    'I will never buy from you again',
    "I'm taking my business elsewhere",
    'You just lost a loyal customer',
    'Nobody ever answers my emails',
    'you keep ignoring me',
    "I've been lied to by your company",
    'You are wasting my time',
    'I would like to escalate a complaint',
    'Quiero presentar una queja',
    'Ich möchte mich über Ihren Service beschweren',
    'Je veux déposer une réclamation',
    'quero fazer uma reclamação',
    'vorrei fare un reclamo',
    'ik wil een klacht indienen',
  ])('%s', (text) => {
    expect(reasonsIn(text)).toContain('complaint');
  });

  it.each([
    'Where do I find the complaint form?',
    'What are the opening hours of the complaints department?',
    'How long does a complaint take?',
    'no complaints so far, everything works',
    "I can't complain, delivery was quick",
    "I don't want to complain, I just need the invoice",
    'A customer complained about our shop page, how do I hide the review?',
    'How do I respond to a complaint from a buyer?',
    'how do I export all complaints to a spreadsheet?',
    'How do I file a claim on my travel insurance claim page?',
    'How do I submit a warranty claim for the kettle?',
    'How do you handle complaints?',
    'When can I expect a refund?',
    'how do i demand a refund',
    'The kettle is broken, what can I do?',
    'My order is late, where is it?',
    'The app crashed again when I opened the camera',
    "I'm not disappointed with your service at all",
    'Is the reception bad in the mountains? I have a bad signal',
    'can you help me with the form',
    'How can I rate the service?',
    'I want to cancel my subscription',
  ])('none in: %s', (text) => {
    expect(reasonsIn(text)).not.toContain('complaint');
  });
});

describe('readMessage hears the law in', () => {
  it.each([
    'I will sue you',
    "I'm going to take legal action if this is not solved",
    'See you in court',
    'We are considering legal proceedings',
    "I'll take you to small claims court",
    'You will hear from my lawyer',
    'my attorney advised me to write to you',
    'I have to consult a solicitor about this',
    "I'm handing this over to my lawyer... I mean to a lawyer",
    'I will report you to the ombudsman',
    "I've filed with the better business bureau",
    'we are contacting trading standards',
    'I hereby make a subject access request',
    'delete all personal data you hold about me under the GDPR',
    'This is a GDPR request',
    'you are violating my privacy rights',
    'this is a breach of contract',
    'what you are doing is illegal',
    'I know my consumer rights',
    'Sie hören von meinem Anwalt',
    'voy a demandar a su empresa',
    'mon avocat vous contactera',
  ])('%s', (text) => {
    expect(reasonsIn(text)).toContain('legal');
  });

  it.each([
    'Are you GDPR compliant?',
    'Where can I read your privacy policy?',
    'what is your data protection statement',
    'Is it legal to import this knife?',
    'What is the legal age to open an account?',
    "I'm a lawyer and need an invoice for my firm",
    'I am looking for a lawyer near Bonn',
    'How do I register a power of attorney?',
    "I won't sue anyone, I only want the refund",
    'Can someone sue me for this review?',
    'How do I book the tennis court?',
    'how do I change my legal name',
    'delete my account please',
    'how do I update my personal information?',
    'Do you sell suits?',
  ])('none in: %s', (text) => {
    expect(reasonsIn(text)).not.toContain('legal');
  });
});

describe('readMessage hears a security report in', () => {
  it.each([
    'someone stole my wallet on the train',
    'My handbag was stolen this morning',
    'I got robbed yesterday and they took my phone',
    'my sister-in-law? no, a thief has taken my cards',
    'i lost my debit card',
    "I can't find my phone anywhere",
    'my credit card is missing',
    'Card is lost, please block it',
    'I need to report a lost card',
    'what should I do if I lost my phone?',
    'I left my wallet in a taxi',
    'There is a charge on my statement that I did not make',
    "I don't recognise this transaction",
    'i never authorized these payments',
    'A withdrawal of 300 euros that was not made by me',
    'the app shows a payment but I did not make it',
    'I see suspicious activity on my account',
    'two unknown purchases showed up on my bill',
    'an unauthorised login happened at night',
    'Somebody is using my card',
    'someone has hacked my account',
    'My account was hacked',
    'a hacker got into my profile',
    'my email has been compromised',
    'they used my card without my permission',
    'Someone logged in to my account from Brazil',
    'I think I am a victim of identity theft',
    'I want to report fraud',
    'how do I report a fraudulent charge?',
    'I fell for a phishing mail and entered my password',
    'please freeze my card immediately',
    'I need to lock my account',
    'I want to dispute a charge',
    'somebody opened an account in my name',
    'me robaron la tarjeta',
    'Meine Kreditkarte wurde gestohlen',
    'Ich habe eine Abbuchung, die nicht von mir ist',
    "j'ai perdu ma carte",
    'perdi meu cartão',
    'mi hanno rubato il portafoglio',
    'mijn bankpas is gestolen',
  ])('%s', (text) => {
    expect(reasonsIn(text)).toContain('security_urgent');
  });

  it.each([
    'What happens if my card gets stolen?',
    'If I lose my phone, can I still log in on the web?',
    'in case my card is lost, how much is a new one?',
    'How do you protect my account against fraud?',
    'what is phishing?',
    'Where can I learn more about fraud prevention?',
    'how can I avoid fraud when I sell online?',
    'Do you have fraud alerts?',
    'If my card was stolen, can I add the new one to the app?',
    'I found my card again, how do I unfreeze it?',
    "I can't log in, how do I reset my password?",
    'I lost my order confirmation',
    'I have lost my PIN number',
    "I can't find my card number",
    'my package is lost',
    'I forgot my password',
    'I was charged a fee for the withdrawal, why?',
    'I did not make the payment on time, is there a fee?',
    'my card was declined at the till',
    'My payment is still pending',
    'why is my card blocked?',
    'How do I block another user?',
    'Can someone please look at my card order?',
    'can I get a card for my wife',
    'The website shows an unknown error',
    'I sent money to the wrong account',
    "Face ID doesn't recognise me",
    'where is my money? I topped up yesterday',
    'How do I see unusual amounts in the export?',
    'I want to order a second card',
    'Who can see my account?',
  ])('none in: %s', (text) => {
    expect(reasonsIn(text)).not.toContain('security_urgent');
  });
});

describe('readMessage', () => {
  it('tells several reasons of one message', () => {
    const text = 'Your agent was incredibly rude. I will sue you. Let me speak to a manager!';
    expect(reasonsIn(text).sort()).toEqual(['complaint', 'human_request', 'legal']);
  });

  it.each(['', '   ', '\n\n', '👍', 'ok thanks', '12345', 'Wie lange dauert der Versand?', '配送に何日かかりますか'])(
    'hears nothing in "%s"',
    (text) => {
      expect(readMessage(text)).toEqual([]);
    },
  );

  it('repeats no text and stays within 0..1, for any message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const { confidence, evidence } of readMessage(text)) {
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(evidence).toMatch(/^[a-z_]+$/);
        }
      }),
    );
  });

  it.each([
    'my card was ',
    'there is a payment i ',
    'someone has been ',
    'a complaint ',
    'report to the ',
    'i did not make a ',
  ])('stays fast on a flood of "%s"', (words) => {
    const before = process.cpuUsage();
    readMessage(words.repeat(2_000));
    // Processor time, not wall time: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
