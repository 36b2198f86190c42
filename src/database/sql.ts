/** One statement of ours. The name makes it a prepared statement of its connection: unique per text, at most 63 characters. */
export interface SqlStatement {
  readonly name: string;
  readonly text: string;
}

/** Something that runs statements: the database, or one transaction of it. */
export interface Sql {
  /**
   * Runs one statement and returns its rows.
   * @throws DatabaseUnavailable when the database does not answer
   */
  query<Row extends object>(statement: SqlStatement, values?: readonly unknown[]): Promise<Row[]>;
}
