import { AppError } from '../common/app-error.js';
import { loadConfig } from '../config/app-config.js';
import { readEnvironment } from '../config/read-environment.js';
import { databaseLocation } from '../database/data-source-options.js';
import { openDatabase } from '../database/database.js';
import { migrate } from '../database/migrate.js';

try {
  const database = await openDatabase(databaseLocation(loadConfig(readEnvironment(process.env))));
  try {
    const applied = await migrate(database);
    console.log(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exitCode = 1;
}
