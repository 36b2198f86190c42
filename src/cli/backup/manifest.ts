import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { BackupInvalid } from './backup.errors.js';

const NAME = 'manifest.json';

const schema = z.strictObject({
  /** Of this description; another version of the program may know others. */
  format: z.literal(1),
  /** The version of the program that made it. */
  version: z.string(),
  madeAt: z.iso.datetime(),
  home: z.enum(['embedded', 'postgres']),
  files: z.array(z.strictObject({ name: z.string().regex(/^[a-z.-]+$/), bytes: z.int(), sha256: z.string() })),
});

/** What a backup says of itself. It is written last: a folder without it is no backup. */
export type Manifest = z.output<typeof schema>;

/** Describes the files of a backup, and so ends it. */
export async function writeManifest(
  folder: string,
  about: Pick<Manifest, 'version' | 'madeAt' | 'home'>,
  names: readonly string[],
): Promise<void> {
  const files = await Promise.all(names.map((name) => describeFile(folder, name)));
  const manifest: Manifest = { format: 1, ...about, files };
  await writeFile(join(folder, NAME), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
}

/** The manifest of a backup whose files are all there and as they were. @throws BackupInvalid */
export async function readManifest(folder: string): Promise<Manifest> {
  const manifest = schema.safeParse(await readJson(join(folder, NAME)));
  if (!manifest.success) {
    throw new BackupInvalid(
      `${folder} has no ${NAME} that this version can read: it is no backup, or one that was not finished.`,
    );
  }
  for (const file of manifest.data.files) {
    const found = await describeFile(folder, file.name).catch(() => undefined);
    if (found?.sha256 !== file.sha256) {
      throw new BackupInvalid(`${join(folder, file.name)} is missing or damaged. Take another backup.`);
    }
  }
  return manifest.data;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

async function describeFile(folder: string, name: string): Promise<Manifest['files'][number]> {
  const path = join(folder, name);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { name, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
