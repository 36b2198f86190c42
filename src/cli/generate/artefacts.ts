import { accessPageArtefact } from './access-page-artefact.js';
import { type Artefact } from './artefact.js';
import { configurationPageArtefact } from './configuration-page-artefact.js';
import { envExampleArtefact } from './env-example-artefact.js';
import { openApiArtefact } from './openapi-artefact.js';

/** Every generated file of the repository. */
export const artefacts: readonly Artefact[] = [
  envExampleArtefact,
  configurationPageArtefact,
  accessPageArtefact,
  openApiArtefact,
];
