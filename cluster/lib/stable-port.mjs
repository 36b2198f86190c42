import { quietPort } from '../../test/support/quiet-port.mjs';

/** Beside those of Redis (see redis-server.mjs), below every system's range for outgoing connections. */
const PORTS = { from: 12_000, to: 20_000 };

/** A port that an instance gets back when it is restarted: while it is down, nothing else is given it. */
export const stablePort = () => quietPort(PORTS);
