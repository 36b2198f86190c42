import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { HOME, PHONE, USER_AGENTS } from '../../test/support/clients.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { AppError } from '../common/app-error.js';
import { loadConfig } from '../config/app-config.js';
import { sessionFingerprints } from '../telemetry/metrics.js';
import { type ClientTraits } from './fingerprint.js';
import { FingerprintCheck } from './fingerprint-check.js';
import { type FingerprintMode } from './fingerprint-policy.js';
import { MemorySessionStore } from './memory-session-store.js';

const SECRET = 'the secret that signs now, at least 32 long';
const LATER_SECRET = 'the secret that signs later, at least 32 long';
const ID = 'session-1';

const warn = jest.fn<(line: object) => void>();
const clock = new FakeClock();
let store: MemorySessionStore;

beforeEach(async () => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(warn);
  warn.mockClear();
  sessionFingerprints.reset();
  store = new MemorySessionStore({ idleTimeoutMs: 1e6, absoluteTimeoutMs: 1e7, maxSessions: 10 }, clock);
  await store.create({ sessionId: ID, threadId: 'thr_1' });
});

function checkIn(fingerprint: FingerprintMode, tokenSecrets = [SECRET]): FingerprintCheck {
  const config = loadConfig({ DATA_DIR: 'memory://' });
  const session = { ...config.session, fingerprint };
  return new FingerprintCheck(store, { ...config, session, auth: { tokenSecrets } }, clock);
}

/** `pass`, or the code of what was thrown. */
async function outcome(request: Promise<void>): Promise<string> {
  try {
    await request;
    return 'pass';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

async function verdicts(): Promise<Record<string, number>> {
  const { values } = await sessionFingerprints.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.verdict), value]));
}

async function boundTo(): Promise<string | null> {
  const found = await store.get(ID);
  if (found.status !== 'found') throw new Error(found.status);
  return found.session.fingerprintHash;
}

const SUSPICIOUS = { off: 'pass', log: 'pass', soft: 'step_up_required', strict: 'session_hijack_suspected' };
const HARMLESS = { off: 'pass', log: 'pass', soft: 'pass', strict: 'pass' };

const CASES: [what: string, verdict: string, bound: ClientTraits, seen: ClientTraits][] = [
  ['nothing changed', 'same', HOME, HOME],
  ['the browser was updated', 'same', HOME, { ...HOME, userAgent: USER_AGENTS.chromeUpdated }],
  ['another address of the same /24 (CGNAT, DHCP)', 'same', HOME, { ...HOME, address: '203.0.113.200' }],
  ['the same IPv4 address, mapped into IPv6', 'same', HOME, { ...HOME, address: '::ffff:203.0.113.9' }],
  ['privacy extensions: another IPv6 address of the site', 'same', v6('2001:db8:7:1::a'), v6('2001:db8:7:2:3:4:5:6')],
  ['the provider gave a new IPv4 network', 'moved', HOME, { ...HOME, address: '203.0.114.9' }],
  ['the provider gave a new IPv6 prefix', 'moved', v6('2001:db8:7::a'), v6('2001:db8:8::a')],
  ['dual stack: from IPv4 to IPv6', 'moved', HOME, v6('2001:db8:7::a')],
  ['dual stack: from IPv6 to IPv4', 'moved', v6('2001:db8:7::a'), HOME],
  ['a telephone between masts and WLAN', 'moved', PHONE, { ...PHONE, address: '100.64.3.3' }],
  ['the address became unknown', 'moved', HOME, { ...HOME, address: '' }],
  ['another browser on the same machine', 'new_client', HOME, { ...HOME, userAgent: USER_AGENTS.edge }],
  ['another machine behind the same address', 'new_client', HOME, { ...HOME, userAgent: USER_AGENTS.chromeOnAndroid }],
  ['a program in place of the browser', 'new_client', HOME, { ...HOME, userAgent: 'curl/8.14.1' }],
  ['the user agent went missing', 'new_client', HOME, { ...HOME, userAgent: '' }],
  ['a user agent came to be', 'new_client', { ...HOME, userAgent: '' }, HOME],
  ['never any user agent', 'same', { ...HOME, userAgent: '' }, { ...HOME, userAgent: '' }],
  ['another browser elsewhere', 'new_client_and_network', HOME, PHONE],
  ['a program elsewhere', 'new_client_and_network', HOME, { userAgent: 'python-requests/2.32', address: '192.0.2.1' }],
];

function v6(address: string): ClientTraits {
  return { ...HOME, address };
}

describe.each(['off', 'log', 'soft', 'strict'] as const)('in mode %s', (mode) => {
  it.each(CASES)('%s: %s', async (_what, verdict, bound, seen) => {
    await store.update(ID, { fingerprintHash: checkIn('log').take(ID, bound) });
    const suspicious = verdict.startsWith('new_client');
    expect(await outcome(checkIn(mode).check(ID, seen))).toBe((suspicious ? SUSPICIOUS : HARMLESS)[mode]);
    expect(await verdicts()).toEqual(mode === 'off' ? {} : { [verdict]: 1 });
    expect(warn).toHaveBeenCalledTimes(suspicious && mode !== 'off' ? 1 : 0);
    const logged = JSON.stringify(warn.mock.calls);
    for (const secret of [bound, seen].flatMap(({ userAgent, address }) => [userAgent, address])) {
      if (secret !== '') expect(logged).not.toContain(secret);
    }
  });

  it.each([
    ['garbage', () => 'v1.garbage'],
    ['taken from another session', () => checkIn('log').take('session-2', HOME)],
    ['of a layout yet to come', () => checkIn('log').take(ID, HOME)?.replace('v1', 'v2')],
    ['made with a secret that is gone', () => checkIn('log', [LATER_SECRET]).take(ID, HOME)],
  ])('a fingerprint that is %s is no client’s', async (_what, forged) => {
    await store.update(ID, { fingerprintHash: forged() });
    expect(await outcome(checkIn(mode).check(ID, HOME))).toBe(SUSPICIOUS[mode]);
  });

  it('the first client to come is the session’s own', async () => {
    expect(await outcome(checkIn(mode).check(ID, HOME))).toBe('pass');
    expect(await boundTo()).toEqual(mode === 'off' ? null : checkIn('log').take(ID, HOME));
    expect(await outcome(checkIn(mode).check(ID, PHONE))).toBe(SUSPICIOUS[mode]);
  });

  it('of two clients that come first at once, one is it', async () => {
    const check = checkIn(mode);
    const outcomes = await Promise.all([HOME, PHONE].map((client) => outcome(check.check(ID, client))));
    expect(outcomes).toEqual(['pass', SUSPICIOUS[mode]]);
    expect(await boundTo()).toBe(check.take(ID, HOME));
  });

  it('a session that the store does not know passes', async () => {
    expect(await outcome(checkIn(mode).check('unknown', HOME))).toBe('pass');
    expect(await verdicts()).toEqual({});
  });

  it('a store out of reach locks nobody out, but for strict', async () => {
    await store.close();
    const check = checkIn(mode);
    const strict = mode === 'strict';
    expect(await outcome(check.check(ID, HOME))).toBe(strict ? 'store_unavailable' : 'pass');
    expect(await outcome(check.check(ID, PHONE))).toBe(strict ? 'store_unavailable' : 'pass');
    const counted = mode === 'log' || mode === 'soft';
    expect(await verdicts()).toEqual(counted ? { unchecked: 2 } : {});
    expect(warn).toHaveBeenCalledTimes(counted ? 1 : 0);
  });
});

describe('a step-up', () => {
  it('makes the session the new client’s', async () => {
    const check = checkIn('soft');
    await check.check(ID, HOME);
    expect(await outcome(check.check(ID, PHONE))).toBe('step_up_required');
    await check.confirm(ID, PHONE);
    expect(warn).toHaveBeenLastCalledWith({
      event: 'session_step_up_confirmed',
      sessionId: ID,
      verdict: 'new_client_and_network',
    });
    expect(await outcome(check.check(ID, PHONE))).toBe('pass');
    expect(await outcome(check.check(ID, HOME))).toBe('step_up_required');
    expect(await verdicts()).toEqual({ bound: 1, new_client_and_network: 2, confirmed: 1, same: 1 });
  });

  it('changes nothing for the client that has the session already', async () => {
    const check = checkIn('soft');
    await check.check(ID, HOME);
    const before = await store.get(ID);
    await check.confirm(ID, HOME);
    expect(await store.get(ID)).toEqual(before);
  });

  it('is not to be had in mode strict, and nothing in mode off', async () => {
    await checkIn('strict').check(ID, HOME);
    const bound = await boundTo();
    expect(await outcome(checkIn('strict').confirm(ID, PHONE))).toBe('session_hijack_suspected');
    expect(await outcome(checkIn('strict').confirm(ID, HOME))).toBe('pass');
    await checkIn('off').confirm(ID, PHONE);
    expect(await boundTo()).toBe(bound);
  });

  it('of a session that is gone says so', async () => {
    await store.delete(ID);
    expect(await outcome(checkIn('soft').confirm(ID, HOME))).toBe('gone');
    expect(await outcome(checkIn('soft').confirm('unknown', HOME))).toBe('not_found');
  });
});

describe('the fingerprint of a session', () => {
  it('follows its client into another network, at most once a minute', async () => {
    const check = checkIn('strict');
    const atWork = { ...HOME, address: '192.0.2.77' };
    const takeHome = check.take(ID, HOME);
    const takeAtWork = check.take(ID, atWork);
    await check.check(ID, HOME);
    await check.check(ID, atWork);
    expect(await boundTo()).toBe(takeAtWork);
    const before = await store.get(ID);
    for (let round = 0; round < 10; round++) for (const client of [HOME, atWork]) await check.check(ID, client);
    expect(await store.get(ID)).toEqual(before);
    clock.advance(60_000);
    await check.check(ID, HOME);
    expect(await boundTo()).toBe(takeHome);
  });

  it('outlives a change of the secret, and is made with the new one', async () => {
    await checkIn('strict').check(ID, HOME);
    const rotated = checkIn('strict', [LATER_SECRET, SECRET]);
    expect(await outcome(rotated.check(ID, { ...HOME, userAgent: USER_AGENTS.edge }))).toBe('session_hijack_suspected');
    expect(await outcome(rotated.check(ID, HOME))).toBe('pass');
    expect(await outcome(checkIn('strict', [LATER_SECRET]).check(ID, HOME))).toBe('pass');
  });

  it('is left alone by requests that only read', async () => {
    const check = checkIn('strict');
    await check.check(ID, HOME, { readOnly: true });
    expect(await boundTo()).toBeNull();
    await check.check(ID, HOME);
    const before = await store.get(ID);
    await check.check(ID, { ...HOME, address: '192.0.2.77' }, { readOnly: true });
    expect(await store.get(ID)).toEqual(before);
    expect(await outcome(check.check(ID, PHONE, { readOnly: true }))).toBe('session_hijack_suspected');
  });

  it('costs no write as long as nothing changes', async () => {
    const check = checkIn('soft');
    await check.check(ID, HOME);
    const before = await store.get(ID);
    for (let round = 0; round < 10; round++) await check.check(ID, { ...HOME, address: '203.0.113.77' });
    expect(await store.get(ID)).toEqual(before);
  });
});
