import { createApp } from '../../bootstrap.js';
import { loadConfig } from '../../config/app-config.js';
import { createOpenApiDocument } from '../../openapi.js';
import { type Artefact } from './artefact.js';

/** The description of the REST interface, as an instance serves it at /openapi.json. Nothing is started to make it. */
export const openApiArtefact: Artefact = {
  path: 'docs/openapi.json',
  async render() {
    const config = loadConfig({ LOG_LEVEL: 'fatal', DATA_DIR: 'memory://', AUTH_TOKEN_SECRET: 'x'.repeat(32) });
    const app = await createApp(config);
    return `${JSON.stringify(createOpenApiDocument(app), null, 2)}\n`;
  },
};
