import { type LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { sendWebhook, type SendOutcome, type SendTerms } from '../../src/webhooks/send-webhook.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';

const BODY = JSON.stringify({ type: 'webhook.test', timestamp: '2026-01-01T00:00:00.000Z', data: {} });
const open: SendTerms = { timeoutMs: 20_000, allowPrivate: true };
const never = new AbortController().signal;

const send = (url: string, terms: SendTerms = open, signal: AbortSignal = never): Promise<SendOutcome> =>
  sendWebhook({ url, body: BODY, headers: { 'webhook-id': 'evt_1' } }, terms, signal);

const at = (...addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('sendWebhook', () => {
  it('tells the status, whatever comes with it, and follows no redirect', async () => {
    const receiver = await startWebhookReceiver();
    for (const status of [200, 204, 404, 410, 500]) {
      receiver.reply = () => status;
      expect(await send(receiver.url)).toEqual({ status });
    }
    receiver.reply = () => 'flood';
    expect(await send(receiver.url)).toEqual({ status: 200 });
    receiver.reply = () => ({ redirect: receiver.url });
    expect(await send(receiver.url)).toEqual({ status: 307 });
    expect(receiver.arrivals).toHaveLength(7);
  });

  it('tells why there is no status', async () => {
    const receiver = await startWebhookReceiver();
    receiver.reply = () => 'cut';
    expect(await send(receiver.url)).toEqual({ failure: 'unreachable' });
    receiver.reply = () => 'garbage';
    expect(await send(receiver.url)).toEqual({ failure: 'bad_answer' });
    receiver.reply = () => 'hang';
    expect(await send(receiver.url, { ...open, timeoutMs: 100 })).toEqual({ failure: 'timeout' });
    await receiver.stop();
    expect(await send(receiver.url)).toEqual({ failure: 'unreachable' });
    expect(await send('http://no-such-host.invalid/')).toEqual({ failure: 'unreachable' });
  });

  it('waits for no name server longer than for the receiver', async () => {
    const resolve = (): Promise<LookupAddress[]> => new Promise(() => undefined);
    expect(await send('https://hooks.example/', { timeoutMs: 100, allowPrivate: false, resolve })).toEqual({
      failure: 'timeout',
    });
  });

  it('connects to the addresses it has checked, and asks once', async () => {
    const receiver = await startWebhookReceiver();
    let asked = 0;
    const resolve = async (hostname: string): Promise<LookupAddress[]> => {
      asked += 1;
      expect(hostname).toBe('hooks.example');
      return asked === 1 ? at('127.0.0.1') : at('192.0.2.1');
    };
    const { port } = new URL(receiver.url);
    expect(await send(`http://hooks.example:${port}/`, { ...open, resolve })).toEqual({ status: 204 });
    expect(asked).toBe(1);
  });

  it.each([
    ['a private one', ['10.0.0.7']],
    ['one of two', ['93.184.215.14', '127.0.0.1']],
    ['a mapped one', ['::ffff:127.0.0.1']],
    ['the metadata service', ['169.254.169.254']],
  ])('sends nothing where the name leads to a private address: %s', async (_, addresses) => {
    const receiver = await startWebhookReceiver();
    const { port } = new URL(receiver.url);
    const terms = { timeoutMs: 20_000, allowPrivate: false, resolve: async () => at(...addresses) };
    expect(await send(`http://hooks.example:${port}/`, terms)).toEqual({ failure: 'address_refused' });
    expect(await send(receiver.url, { timeoutMs: 20_000, allowPrivate: false })).toEqual({
      failure: 'address_refused',
    });
    expect(receiver.arrivals).toEqual([]);
  });

  it('throws the reason of its signal', async () => {
    const receiver = await startWebhookReceiver();
    const stop = new AbortController();
    receiver.reply = () => {
      stop.abort(new Error('stopping'));
      return 'hang';
    };
    await expect(send(receiver.url, open, stop.signal)).rejects.toThrow('stopping');
  });
});
