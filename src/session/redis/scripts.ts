import { loadScript } from './load-script.js';

/** The store's scripts; each file says what it takes and returns. */
export const SCRIPTS = {
  create: loadScript('create-4'),
  get: loadScript('get-2'),
  exists: loadScript('exists-1'),
  write: loadScript('write-5'),
  delete: loadScript('delete-6'),
  acquire: loadScript('acquire-2'),
  lease: loadScript('lease-1'),
  leave: loadScript('leave-1'),
  reseal: loadScript('reseal-1'),
  count: loadScript('count-1'),
  page: loadScript('page-1'),
  expired: loadScript('expired-1'),
  claim: loadScript('claim-3'),
  unclaim: loadScript('unclaim-1'),
  expire: loadScript('expire-5'),
  ping: loadScript('ping-1'),
} as const;
