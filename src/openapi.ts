import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ABOUT } from './common/about.js';
import { completeOpenApi } from './transport/complete-openapi.js';

/** The description of the REST interface, from the controllers and their DTOs. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Frontdesk')
    .setDescription('Customer support that answers from your own help pages, with citations.')
    .setVersion(ABOUT.version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Session token of a customer' })
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey')
    .build();
  return completeOpenApi(SwaggerModule.createDocument(app, settings));
}

/** Serves the description at /openapi.json and a page to try it at /docs. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}
