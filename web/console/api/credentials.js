/** @typedef {{ apiKey: string, name: string }} Credentials who works here */

const KEY = 'frontdesk.console';

/** The credentials of this tab. They never outlive it: other tabs and the next person at this machine don't find them. */
export const credentials = {
  /** @returns {Credentials | undefined} */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  },

  /** @param {Credentials} kept */
  keep(kept) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Where storage is off, a reload asks again.
    }
  },

  forget() {
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Nothing was kept then.
    }
  },
};
