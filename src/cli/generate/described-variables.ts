import { envVariableInfo, type EnvVariableInfo, sections } from '../../config/env-variable.js';
import { environmentVariables } from '../../config/env.schema.js';

/** A variable with its name and its documentation. */
export interface DescribedVariable extends EnvVariableInfo {
  readonly name: string;
}

/** One heading with its variables, in the order of the schema. */
export interface DescribedSection {
  readonly title: string;
  readonly variables: readonly DescribedVariable[];
}

/** The documentation of all variables by section. */
export function describedSections(): DescribedSection[] {
  const variables = Object.entries(environmentVariables).map(([name, schema]) => {
    const info = envVariableInfo.get(schema);
    if (info === undefined) throw new Error(`${name} has no documentation in the environment schema`);
    return { name, ...info };
  });
  return sections.map((title) => ({ title, variables: variables.filter((variable) => variable.section === title) }));
}
