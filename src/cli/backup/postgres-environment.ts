/**
 * What the PostgreSQL programs read in place of a connection string (libpq, "Environment Variables"): unlike an argument, other users of
 * the machine cannot see it.
 */
export function postgresEnvironment(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const given: Record<string, string | null> = {
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname),
    PGPORT: port || searchParams.get('port'),
    PGUSER: decodeURIComponent(username) || searchParams.get('user'),
    PGPASSWORD: decodeURIComponent(password) || searchParams.get('password'),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode'),
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
  };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
