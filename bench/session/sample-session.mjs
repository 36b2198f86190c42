/** What a session of a support chat holds, and roughly as much: about 330 bytes of JSON. */
export const SAMPLE = {
  userId: 'customer-48213',
  threadId: '4f8f2a7e-50f3-4f8a-9a55-0b8f0a3b7c11',
  requestId: 'req_5d0c9be7f0aa4be38b5f1e6f6a2e91cb',
  fingerprintHash: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184',
  metadata: {
    locale: 'en-GB',
    plan: { tier: 'gold', seats: 12 },
    page: 'https://shop.example/orders/2026-118213/returns?step=2',
  },
};

/** The value that `set` writes in round `n`. */
export const newValue = (n) => `https://shop.example/orders/2026-${118_213 + n}/returns?step=${n % 5}`;
