import { createInterface } from 'node:readline';

const HELP = 'kill 1, freeze 1, thaw 1, restart 1 (a number is an instance), restart redis';

/** Breaks a running cluster by words on `input`, a line each, until it is closed; `say` tells what came of it. */
export function takeCommands(cluster, input, say) {
  return createInterface({ input }).on('line', (line) => {
    const [verb = '', what = ''] = line.trim().split(/\s+/);
    if (verb === '') return;
    carryOut(cluster, verb, what).then(say, (error) => say(error.message));
  });
}

async function carryOut(cluster, verb, what) {
  if (verb === 'restart' && what === 'redis') {
    await cluster.redis.restart();
    return 'redis was killed and serves again';
  }
  const instance = cluster.instances[Number(what) - 1];
  const DONE = { kill: 'is killed', freeze: 'is frozen', thaw: 'goes on', restart: 'serves again' };
  if (!instance || !(verb in DONE)) return `there is: ${HELP}`;
  await instance[verb]();
  return `${instance.name} ${DONE[verb]}`;
}
