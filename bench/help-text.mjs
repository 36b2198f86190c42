// Invented help pages and questions about them: the same ones in every run, from a seeded generator.

const PRODUCTS = ['Atlas', 'Beacon', 'Cobalt', 'Drift', 'Ember', 'Fjord', 'Garnet', 'Harbor', 'Indigo', 'Juniper'];
const PLANS = ['Free', 'Starter', 'Team', 'Business'];
const TASKS = [
  ['reset', 'password', 'sign-in page'],
  ['export', 'invoices', 'billing tab'],
  ['cancel', 'subscription', 'plan settings'],
  ['change', 'delivery address', 'order page'],
  ['invite', 'colleagues', 'member list'],
  ['enable', 'two-factor login', 'security page'],
  ['restore', 'deleted files', 'trash folder'],
  ['connect', 'calendar', 'integrations page'],
  ['track', 'parcel', 'shipping overview'],
  ['request', 'refund', 'purchase history'],
  ['upgrade', 'storage', 'usage page'],
  ['download', 'personal data', 'privacy centre'],
  ['mute', 'notifications', 'alert settings'],
  ['replace', 'payment card', 'wallet page'],
  ['schedule', 'backup', 'maintenance page'],
  ['translate', 'reports', 'language menu'],
  ['merge', 'duplicate contacts', 'address book'],
  ['transfer', 'ownership', 'workspace settings'],
  ['verify', 'account', 'profile page'],
  ['install', 'desktop app', 'downloads page'],
  ['share', 'dashboard', 'publish dialog'],
  ['archive', 'project', 'project menu'],
  ['print', 'label', 'returns page'],
  ['extend', 'warranty', 'device page'],
  ['report', 'outage', 'status page'],
];
const SIDE_NOTES = [
  'Changes are visible to everybody in the workspace at once.',
  'You need the right of an administrator for this step.',
  'An e-mail with a confirmation link is sent to the address on file.',
  'Mobile apps show the change after the next synchronisation.',
  'Nothing is charged before you confirm the summary.',
  'If the button is grey, an earlier request is still being processed.',
  'Our support team can undo this within fourteen days.',
  'Older versions of the app call this menu "Options".',
];

/** Mulberry32: a small seeded generator of numbers in 0..1. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One document per product and plan, a section per task: 40 documents of 25 sections, some 90 words each. */
export function helpDocuments() {
  const random = seeded(1);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return PRODUCTS.flatMap((product) =>
    PLANS.map((plan) => {
      const sections = TASKS.map(([verb, thing, place]) => {
        const days = 2 + Math.floor(random() * 28);
        return [
          `## How to ${verb} your ${thing} in ${product} ${plan}`,
          `To ${verb} your ${thing} in ${product} ${plan}, open the ${place} and choose "${verb}". ${pick(SIDE_NOTES)} ` +
            `On the ${plan} plan of ${product} it takes up to ${days} days until the ${thing} is updated everywhere. ` +
            `${pick(SIDE_NOTES)} Before you ${verb} the ${thing}, make sure that nobody else is editing it. ` +
            `${pick(SIDE_NOTES)} If the ${place} does not show your ${thing}, sign out of ${product} and sign in again. ` +
            `${pick(SIDE_NOTES)} You can ${verb} the ${thing} as often as you like.`,
        ].join('\n\n');
      });
      return { title: `${product} ${plan}: help`, text: [`# ${product} ${plan}`, ...sections].join('\n\n') };
    }),
  );
}

/** One question for every section. */
export function questions() {
  return PRODUCTS.flatMap((product) =>
    PLANS.flatMap((plan) => TASKS.map(([verb, thing]) => `How do I ${verb} my ${thing} in ${product} ${plan}?`)),
  );
}
