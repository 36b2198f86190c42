import { registerHooks } from 'node:module';

/** For `node --import`: names each package of OpenTelemetry on standard error when its first module is loaded, as `loads <name>`. */
const seen = new Set();
registerHooks({
  load(url, context, nextLoad) {
    const [, name] = /\/node_modules\/(@opentelemetry\/[\w-]+)\//.exec(url) ?? [];
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      process.stderr.write(`loads ${name}\n`);
    }
    return nextLoad(url, context);
  },
});
