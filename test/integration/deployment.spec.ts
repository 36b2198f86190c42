import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/app-config.js';
import { OPERATIONS } from '../../src/transport/operations.js';
import { composeConfig } from '../support/compose.mjs';
import { type KubernetesObject, kubernetesObjects, validateObject, valueAt } from '../support/kubernetes-files.js';
import { tempFolder } from '../support/temp-folder.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const KUBERNETES = join(ROOT, 'deploy/kubernetes');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
};
const SECRETS = {
  POSTGRES_PASSWORD: 'one',
  REDIS_PASSWORD: 'two',
  AUTH_TOKEN_SECRET: 'three-three-three-three-three-three-three-three',
  ADMIN_API_KEY: 'four-four-four-four-four-four-four-four-four-four',
};

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly command?: string | readonly string[];
  readonly stop_grace_period?: string;
}

/** The compose file as a user has it: beside an .env made from the example. */
function compose(secrets: Readonly<Record<string, string>>): {
  status: number | null;
  stderr: string;
  services: Record<string, Service>;
} {
  const folder = tempFolder();
  cpSync(join(ROOT, 'docker-compose.yml'), join(folder, 'docker-compose.yml'));
  const filled = { ...parseEnv(read('deploy/docker/env.example')), ...secrets };
  const lines = Object.entries(filled).map(([name, value]) => `${name}=${value ?? ''}`);
  writeFileSync(join(folder, '.env'), lines.join('\n'));
  const { status, stdout, stderr } = composeConfig(join(folder, 'docker-compose.yml'), folder, {});
  const { services = {} } = (parse(stdout) ?? {}) as { services?: Record<string, Service> };
  return { status, stderr, services };
}

/** "1m30s" and "30s" in seconds. */
function seconds(duration = ''): number {
  const [, minutes = '0', rest = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return Number(minutes) * 60 + Number(rest);
}

describe('the compose file', () => {
  const { status, stderr, services } = compose(SECRETS);

  it('is read by compose', () => {
    expect([status, stderr]).toEqual([0, '']);
    expect(Object.keys(services).sort()).toEqual(['desk-1', 'desk-2', 'migrate', 'nginx', 'postgres', 'redis']);
  });

  it.each(Object.keys(SECRETS))('does not start without %s', (name) => {
    const refused = compose({ ...SECRETS, [name]: '' });
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(`set ${name} in .env`);
  });

  it('gives the desk settings that it takes, in production', () => {
    const config = loadConfig(services['desk-1']?.environment ?? {});
    expect(config).toMatchObject({
      environment: 'production',
      database: { kind: 'postgres', url: 'postgres://frontdesk:one@postgres:5432/frontdesk' },
      redis: expect.anything(),
      api: { trustProxy: 1 },
    });
    expect(services['desk-2']?.environment).toEqual(services['desk-1']?.environment);
  });

  it.each(['desk-1', 'desk-2', 'migrate'])('locks %s in', (name) => {
    const service = services[name];
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    const { api } = loadConfig(service?.environment ?? {});
    expect(seconds(service?.stop_grace_period) * 1000).toBeGreaterThan(api.shutdownGraceMs + api.shutdownDelayMs);
  });

  it('keeps what Redis holds, and refuses rather than forgets', () => {
    expect([services.redis?.command].flat().join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('fills in every name of the nginx template', () => {
    const asked = read('deploy/nginx/frontdesk.conf.template').match(/\$\{(FRONTDESK_\w+)\}/g) ?? [];
    const given = Object.keys(services.nginx?.environment ?? {}).map((name) => `\${${name}}`);
    expect(given).toEqual(expect.arrayContaining([...new Set(asked)]));
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('is made of the Node that the package pins', () => {
    const [pinned] = new Set(Object.values(manifest.optionalDependencies));
    const used = [...dockerfile.matchAll(/^FROM node:(\S+?)-/gm)].map(([, version]) => version);
    expect(used).toEqual([pinned, pinned]);
  });

  it('is run by nobody in particular, and is asked for its health', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .* CMD \["node", "scripts\/healthcheck\.mjs"\]$/m);
    expect(dockerfile).not.toMatch(/SECRET|PASSWORD|API_KEY/);
  });

  it('copies only what is there and not ignored', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    const allowed = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    for (const path of copied) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
      const reached = allowed.some(
        (entry) => entry === path || entry.startsWith(`${path}/`) || path.startsWith(`${entry}/`),
      );
      expect([path, reached]).toEqual([path, true]);
    }
  });
});

describe('the Kubernetes files', () => {
  const base = kubernetesObjects(join(KUBERNETES, 'base'));
  const migration = kubernetesObjects(join(KUBERNETES, 'migration'));
  const all = kubernetesObjects(KUBERNETES);
  const named = (kind: string, name = 'frontdesk'): KubernetesObject => {
    const found = base.find((object) => object.kind === kind && object.metadata.name === name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  };
  const deployment = named('Deployment');
  const pod = valueAt(deployment.spec, 'template', 'spec');
  const podLabels = valueAt(deployment.spec, 'template', 'metadata', 'labels');
  const container = valueAt(pod, 'containers', 0);

  it.each(all.map((object) => [object.kind, object.metadata.name, object] as const))(
    '%s %s keeps the schema of its kind',
    async (_kind, _name, object) => {
      await validateObject(object);
    },
  );

  it('are listed by their kustomization', () => {
    for (const folder of ['base', 'migration']) {
      const { resources } = parse(read(`deploy/kubernetes/${folder}/kustomization.yaml`)) as { resources: string[] };
      const files = readdirSync(join(KUBERNETES, folder)).filter((file) => file !== 'kustomization.yaml');
      expect([...resources].sort()).toEqual(files.sort());
    }
  });

  it('find the pods they are about', () => {
    expect(podLabels).toMatchObject(valueAt(deployment.spec, 'selector', 'matchLabels') as object);
    expect(podLabels).toMatchObject(valueAt(named('Service').spec, 'selector') as object);
    expect(podLabels).toMatchObject(valueAt(named('PodDisruptionBudget').spec, 'selector', 'matchLabels') as object);
    expect(podLabels).toMatchObject(valueAt(named('NetworkPolicy').spec, 'podSelector', 'matchLabels') as object);
    expect(valueAt(named('HorizontalPodAutoscaler').spec, 'scaleTargetRef')).toMatchObject({ name: 'frontdesk' });
  });

  it('ask the probes where the desk has them', () => {
    const served = Object.values(OPERATIONS).map(({ at }) => at as string);
    const kubernetesNames: Record<string, string> = {
      '/livez': '/health/live',
      '/readyz': '/health/ready',
      '/startupz': '/health/startup',
    };
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const path = String(valueAt(container, probe, 'httpGet', 'path'));
      expect(served).toContain(`GET ${kubernetesNames[path] ?? path}`);
    }
  });

  it('give the desk settings that it takes, and time to end', () => {
    const config = loadConfig({
      ...named('ConfigMap', 'frontdesk-configuration').data,
      DATABASE_URL: 'postgres://desk:secret@postgres/desk',
      REDIS_URL: 'rediss://redis:6379',
      AUTH_TOKEN_SECRET: SECRETS.AUTH_TOKEN_SECRET,
      ADMIN_API_KEY: SECRETS.ADMIN_API_KEY,
      S3_ACCESS_KEY_ID: 'id',
      S3_SECRET_ACCESS_KEY: 'secret',
    });
    expect(config.environment).toBe('production');
    const grace = Number(valueAt(pod, 'terminationGracePeriodSeconds')) * 1000;
    expect(grace).toBeGreaterThan(config.api.shutdownGraceMs + config.api.shutdownDelayMs);
  });

  it('lock every pod of the desk in', () => {
    for (const spec of [pod, valueAt(migration[0]?.spec, 'template', 'spec')]) {
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            image: `frontdesk:${manifest.version}`,
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      });
    }
  });
});
