/** What `compose config` said of a file: the resolved configuration as YAML, or why it refuses. */
export interface ComposeAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function composeConfig(
  file: string,
  projectDirectory: string,
  variables: Readonly<Record<string, string>>,
): ComposeAnswer;
