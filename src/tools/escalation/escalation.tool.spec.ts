import { EscalationTool } from './escalation.tool.js';

const tool = new EscalationTool();

describe('EscalationTool', () => {
  it.each([
    'yes',
    'Yes, please!',
    'sure',
    'ok please do',
    'Ja, bitte',
    'Sí, por favor',
    'oui',
    '好的',
    'That would be great.',
  ])('takes "%s" for a wish when a person was offered, and for nothing otherwise', async (message) => {
    await expect(tool.run({ message, personOffered: true })).resolves.toMatchObject({ reasons: ['human_request'] });
    await expect(tool.run({ message })).resolves.toBeNull();
  });

  it.each(['no', 'no thanks', 'thanks', 'yes but first: how long is delivery?', 'please', '', 'yesterday'])(
    'does not take "%s" for a wish even then',
    async (message) => {
      await expect(tool.run({ message, personOffered: true })).resolves.toBeNull();
    },
  );

  it('hears a plain wish without an offer', async () => {
    await expect(tool.run({ message: 'I want to talk to a person' })).resolves.toMatchObject({ confidence: 0.95 });
  });
});
