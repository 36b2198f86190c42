/** A file of the repository that is made from the code and must not be edited by hand. */
export interface Artefact {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** The whole text, in the form the formatter leaves alone. */
  render(): Promise<string>;
}
