import { stemsOf, termsOf } from './terms.js';

describe('termsOf', () => {
  it.each<[string, string[]]>([
    ['How do I get a refund?', ['get', 'refund']],
    ['¿Cuánto tarda el envío?', ['tarda', 'envio']],
    ['Wie lange dauert die Lieferung?', ['lange', 'dauert', 'lieferung']],
    ['COVID-19 in 2020', ['covid', '19', '2020']],
    ['the and of', []],
  ])('%s', (text, words) => {
    expect(termsOf(text).map(({ word }) => word)).toEqual(words);
  });

  it('reads scripts without spaces by pairs, without the words that ask', () => {
    expect([...stemsOf('退款需要多长时间')]).toEqual(['退款']);
    expect([...stemsOf('礼品卡')]).toEqual(['礼品', '品卡']);
  });

  it('reads mixed scripts', () => {
    expect([...stemsOf('用 PayPal 付款')]).toEqual(expect.arrayContaining(['付款', 'payp']));
  });
});
