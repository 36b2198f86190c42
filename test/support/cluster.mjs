/** See cluster.d.mts. */
export { start as startCluster } from '../../cluster/lib/cluster.mjs';
