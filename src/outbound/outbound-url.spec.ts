import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '../common/app-error.js';
import { parseOutboundUrl } from './outbound-url.js';
import { isPublicAddress } from './public-address.js';

const strict = { allowPrivate: false, field: 'url' };
const open = { allowPrivate: true, field: 'url' };

describe('parseOutboundUrl', () => {
  it.each([
    ['https://example.com/hooks?tenant=7', 'https://example.com/hooks?tenant=7'],
    ['https://example.com:8443', 'https://example.com:8443/'],
    ['https://bücher.example/#part', 'https://xn--bcher-kva.example/'],
    ['https://93.184.215.14/', 'https://93.184.215.14/'],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', 'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'],
  ])('takes %s', (text, url) => {
    expect(parseOutboundUrl(text, strict)).toBe(url);
  });

  it.each([
    'example.com/hooks',
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://desk.localhost/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::a00:1]/',
    'https://[64:ff9b::8.8.8.8]/',
    'https://[64:ff9b:1::1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::127.0.0.1]/',
    'https://[fec0::1]/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://127.0.0.1./',
    'unix:/var/run/docker.sock',
    'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
    'https://example.com:22/',
    'https://example.com:6667/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[2001:db8::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[ff02::1]/',
  ])('refuses %s', (text) => {
    expect(() => parseOutboundUrl(text, strict)).toThrow(ValidationFailed);
  });

  it('takes http and private addresses only where that is allowed, and credentials nowhere', () => {
    expect(parseOutboundUrl('http://127.0.0.1:9000/hook', open)).toBe('http://127.0.0.1:9000/hook');
    expect(parseOutboundUrl('http://[::1]:9000/', open)).toBe('http://[::1]:9000/');
    expect(() => parseOutboundUrl('http://user:pass@127.0.0.1/', open)).toThrow(ValidationFailed);
    expect(() => parseOutboundUrl('gopher://127.0.0.1/', open)).toThrow(ValidationFailed);
    expect(() => parseOutboundUrl('http://127.0.0.1:25/', open)).toThrow(ValidationFailed);
  });
});

describe('isPublicAddress', () => {
  it('knows the edges of networks', () => {
    expect(
      ['9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '223.255.255.255'].every(isPublicAddress),
    ).toBe(true);
    expect(['10.0.0.0', '10.255.255.255', '172.16.0.0', '224.0.0.0'].some(isPublicAddress)).toBe(false);
    expect(['2a00:1450:4001::1', '2001:4860:4860::8888'].every(isPublicAddress)).toBe(true);
  });

  it('calls nothing public that is no address', () => {
    expect(['', 'example.com', '1.2.3', '::1%lo', '0x7f.0.0.1'].some(isPublicAddress)).toBe(false);
  });
});
