import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { decodeText } from './decode-text.js';

const russian = 'Добрый день! Мой заказ не пришёл, хотя прошло уже две недели. Верните, пожалуйста, деньги.';
const german = 'Grüße aus Köln: die Lieferung ist beschädigt, ich möchte sie zurückgeben.';
const polish = 'Dzień dobry, proszę o zwrot pieniędzy za zamówienie, które do mnie nie dotarło.';
const japanese = '注文した商品がまだ届いていません。配送状況を確認してください。よろしくお願いします。';
const greek = 'Καλημέρα, η παραγγελία μου δεν έφτασε ακόμη. Θέλω τα χρήματά μου πίσω.';

describe('decodeText', () => {
  it.each([
    ['utf-8', russian],
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['cp866', russian],
    ['windows-1252', german],
    ['windows-1252', 'She said “hello” – and left for €5.'],
    ['windows-1250', polish],
    ['cp850', german],
    ['windows-1253', greek],
    ['shift_jis', japanese],
    ['euc-jp', japanese],
    ['gb18030', '我的订单还没有到，请帮我查询一下物流信息，谢谢。'],
    ['euc-kr', '주문한 상품이 아직 도착하지 않았습니다. 배송 상태를 확인해 주세요.'],
  ])('reads %s', (encoding, text) => {
    expect(decodeText(iconv.encode(text, encoding))).toBe(text);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-8'])('believes the mark of %s', (encoding) => {
    expect(decodeText(iconv.encode('name,città\nBéla,Pécs', encoding, { addBOM: true }))).toBe('name,città\nBéla,Pécs');
  });

  it('finds no text in noise, nor in a binary file with words in it', () => {
    const noise = Buffer.from(Array.from({ length: 2048 }, (_, index) => (index * index * 31 + index * 7) % 256));
    expect(decodeText(noise)).toBeUndefined();
    expect(decodeText(Buffer.from('\u007fELF\u0002\u0001\u0001\u0000\u0000\u0000\u0000some words'))).toBeUndefined();
  });
});
