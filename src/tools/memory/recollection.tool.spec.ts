import { expect, it } from '@jest/globals';
import { RecollectionTool } from './recollection.tool.js';

it('RecollectionTool tells preferences and situation, and survives a pasted log', async () => {
  const tool = new RecollectionTool();
  const message = 'My router is a Fritz 7590. Please e-mail me.';
  await expect(tool.run({ message })).resolves.toEqual([
    { type: 'preference', kind: 'contact_channel', value: 'email', importance: 0.8 },
    { type: 'context', kind: 'situation', value: 'My router is a Fritz 7590.', importance: 0.8 },
  ]);
  const pasted = '\uD800my log line 42 '.repeat(50_000);
  expect((await tool.run({ message: pasted })).length).toBeLessThanOrEqual(6);
});
