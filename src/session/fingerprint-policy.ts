import { type AppConfig } from '../config/app-config.js';
import { type Likeness } from './fingerprint.js';

/** What is done about clients that are not the one a session is bound to. */
export type FingerprintMode = AppConfig['session']['fingerprint'];

/** What a check finds. `bound`: the session had no fingerprint and has one now. */
export type Verdict = Likeness | 'bound';

/** What happens to a request. */
type FingerprintAction = 'pass' | 'report' | 'step_up' | 'refuse';

const ON_NEW_CLIENT: Readonly<Record<FingerprintMode, FingerprintAction>> = {
  off: 'pass',
  log: 'report',
  soft: 'step_up',
  strict: 'refuse',
};

/**
 * Only another client is suspicious, in its own network or elsewhere. Another address alone never is: telephones, dual stack and
 * carriers' shared addresses change it all the time.
 */
export function isSuspicious(verdict: Verdict): boolean {
  return verdict === 'new_client' || verdict === 'new_client_and_network';
}

/** What to do with a request of that verdict. */
export function actionOn(verdict: Verdict, mode: FingerprintMode): FingerprintAction {
  return isSuspicious(verdict) ? ON_NEW_CLIENT[mode] : 'pass';
}
