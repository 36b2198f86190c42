import { type ClientTraits } from '../../src/session/fingerprint.js';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';

/** User agents as browsers send them. `chromeUpdated` is `chrome` of a later day. */
export const USER_AGENTS = {
  chrome: `${WINDOWS} Chrome/140.0.0.0 Safari/537.36`,
  chromeUpdated: `${WINDOWS} Chrome/141.0.7390.54 Safari/537.36`,
  edge: `${WINDOWS} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54`,
  chromeOnAndroid:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
} as const;

/** A customer at home. */
export const HOME: ClientTraits = { userAgent: USER_AGENTS.chrome, address: '203.0.113.9' };

/** Another program in another network. */
export const PHONE: ClientTraits = { userAgent: USER_AGENTS.chromeOnAndroid, address: '198.51.100.20' };
