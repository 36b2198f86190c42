import { stem } from './stem.js';

describe('stem', () => {
  it.each([
    ['refund', 'refunds', 'refunded', 'refunding', 'refundable'],
    ['cancel', 'cancelled', 'cancellation', 'cancels'],
    ['ship', 'shipping', 'shipment', 'ships'],
    ['deliver', 'delivery', 'deliveries', 'delivered'],
    ['fee', 'fees'],
    ['envio', 'envios'],
    ['lieferung', 'lieferungen'],
  ])('gives %s and its forms one stem', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1);
  });

  it.each([
    ['business', 'bus'],
    ['card', 'cart'],
    ['return', 'refund'],
    ['address', 'add'],
  ])('keeps %s apart from %s', (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });

  it('compares words of other alphabets by their beginning', () => {
    expect(stem('возврата')).toBe(stem('возвратом'));
  });
});
