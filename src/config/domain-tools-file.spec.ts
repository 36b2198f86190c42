import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../test/support/temp-folder.js';
import { type FieldProblem } from '../common/app-error.js';
import { loadConfig } from './app-config.js';
import { domainToolsOf, readDomainTools } from './domain-tools-file.js';
import { ToolsFileInvalid } from './tools-file-invalid.js';

const SECRET = 's3cret-of-the-crm';
const ENV = { CRM_TOKEN: SECRET, BILLING_PASSWORD: 'b', INVENTORY_KEY: 'i', CATALOGUE_TOKEN: 'c' };
const LOOK_UP = {
  name: 'order',
  description: 'Tells how far an order is.',
  path: '/orders/{number}',
  needs: [{ name: 'number', fact: 'order_number' }],
  owner: '$.owner',
  fields: { status: '$.status' },
  title: 'Order {number}',
  text: 'It is {status}.',
};
const SYSTEM = { name: 'crm', baseUrl: 'https://crm.example', lookUps: [LOOK_UP] };
const SERVER = { name: 'docs', url: 'https://mcp.example/mcp', tools: ['search'] };

function fileOf(content: unknown): string {
  const path = join(tempFolder(), 'tools.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function failureOf(content: unknown): ToolsFileInvalid {
  try {
    readDomainTools(fileOf(content), ENV);
  } catch (error) {
    if (error instanceof ToolsFileInvalid) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

const problemsOf = (content: unknown): readonly FieldProblem[] => failureOf(content).problems;
const withLookUp = (change: object): object => ({ systems: [{ ...SYSTEM, lookUps: [{ ...LOOK_UP, ...change }] }] });
const withServer = (change: object): object => ({ mcpServers: [{ ...SERVER, ...change }] });

describe('readDomainTools', () => {
  it.each(['crm', 'billing', 'inventory'])('reads the example %s.json', (name) => {
    const { systems } = readDomainTools(`examples/tools/${name}.json`, ENV);
    expect(systems).toMatchObject([{ name }]);
  });

  it('reads the examples of docs/domain-tools.md', () => {
    const examples = [...readFileSync('docs/domain-tools.md', 'utf8').matchAll(/```json\n(.*?)```/gs)];
    expect(examples).toHaveLength(2);
    for (const [, text = ''] of examples) {
      const { systems, mcpServers } = readDomainTools(fileOf(text), { ...ENV, HELPDESK_TOKEN: 'h' });
      expect(systems.length + mcpServers.length).toBeGreaterThan(0);
    }
  });

  it('fills in what is not said, verified_user first of all', () => {
    const tools = readDomainTools(fileOf({ systems: [SYSTEM], mcpServers: [SERVER] }), {});
    expect(tools.systems[0]).toMatchObject({ timeoutMs: 2000, cacheSeconds: 30, headers: {} });
    expect(tools.systems[0]?.lookUps[0]).toMatchObject({
      access: 'verified_user',
      query: {},
      when: [],
      text: ['It is {status}.'],
    });
    expect(tools.mcpServers[0]).toMatchObject({
      access: 'verified_user',
      timeoutMs: 5000,
      tools: [{ name: 'search' }],
    });
  });

  it('takes secrets from the environment', () => {
    const auth = { type: 'bearer', token: '${CRM_TOKEN}' };
    const { systems } = readDomainTools(fileOf({ systems: [{ ...SYSTEM, auth }] }), ENV);
    expect(systems[0]?.auth).toEqual({ type: 'bearer', token: SECRET });
    expect(problemsOf({ systems: [{ ...SYSTEM, auth: { type: 'bearer', token: '${NOT_THERE}' } }] })).toEqual([
      { field: 'systems[0].auth.token', message: 'names ${NOT_THERE}, and NOT_THERE is not set in the environment' },
    ]);
  });

  it('names every problem at once, with no value of the file', () => {
    const failure = failureOf({
      systems: [
        { ...SYSTEM, baseUrl: `https://ada:${SECRET}@crm.example`, auth: { type: 'bearer', token: `${SECRET}\n` } },
        { ...SYSTEM, timeoutMs: SECRET, lookUps: [] },
      ],
      mcpServers: [{ ...SERVER, name: 'crm' }],
      other: SECRET,
    });
    expect(failure.problems.map(({ field }) => field).sort()).toEqual([
      'file',
      'systems[0].auth.token',
      'systems[0].baseUrl',
      'systems[1].lookUps',
      'systems[1].timeoutMs',
    ]);
    expect(failure.message).toContain('5 problems');
    expect(failure.message).not.toContain(SECRET);
  });

  it.each<[string, object, string, RegExp]>([
    ['a record that is nobody’s', { owner: undefined }, 'access', /nothing tells whose/],
    ['anyone beside an owner', { access: 'anyone' }, 'access', /remove one of the two/],
    [
      'anyone beside {user_id}',
      { access: 'anyone', owner: undefined, query: { by: '{user_id}' } },
      'access',
      /remove one/,
    ],
    ['an unknown name in the path', { path: '/{number}/{other}' }, 'path', /names \{other\}/],
    ['an unknown name in the query', { query: { a: '{other}' } }, 'query', /names \{other\}/],
    ['a field in the path', { path: '/{number}/{status}' }, 'path', /names \{status\}/],
    ['an unknown name in the text', { text: 'Its {colour} is {status}.' }, 'text', /names \{colour\}/],
    ['an unknown name in the title', { title: '{colour}' }, 'title', /names \{colour\}/],
    ['a query in the path', { path: '/orders?number={number}' }, 'path', /begin with/],
    ['a need that nothing names', { path: '/orders' }, 'needs', /remove it/],
    ['a need and a field of one name', { fields: { number: '$.number' }, text: '{number}' }, 'fields', /rename/],
    ['no field', { fields: {}, text: 'Yes.' }, 'fields', /at least one/],
    ['nothing to begin by', { path: '/mine/{user_id}', needs: [], title: 'x' }, 'when', /must name words/],
    ['a search in a path', { fields: { status: '$..status' } }, 'fields.status.path', /must be a path/],
    ['a wrong pattern', { needs: [{ name: 'number', pattern: '[' }] }, 'needs[0].pattern', /regular expression/],
    ['the reserved need', { needs: [{ name: 'user_id' }] }, 'needs[0].name', /always is the verified customer/],
    ['a fact that there is not', { needs: [{ name: 'number', fact: 'iban' }] }, 'needs[0].fact', /order_number/],
    ['a long name', { name: 'x'.repeat(31) }, 'name', /at most 30/],
    ['a misspelt key', { acces: 'anyone' }, '', /acces/],
  ])('refuses %s', (_, change, part, message) => {
    const field = part === '' ? 'systems[0].lookUps[0]' : `systems[0].lookUps[0].${part}`;
    const problems = problemsOf(withLookUp(change));
    const fitting = problems.filter((problem) => problem.field === field);
    expect({ problems, fits: message.test(fitting.map((each) => each.message).join('\n')) }).toMatchObject({
      fits: true,
    });
  });

  it.each<[string, object, string, RegExp]>([
    ['neither address nor command', { url: undefined }, 'url', /or command/],
    ['address and command', { command: 'node' }, 'url', /not both/],
    ['no list of tools', { tools: undefined }, 'tools', /./],
    ['an empty list', { tools: [] }, 'tools', /./],
    [
      'a customer nobody proved',
      { access: 'anyone', tools: [{ name: 'mine', userArgument: 'id' }] },
      'tools[0].userArgument',
      /verified/,
    ],
  ])('refuses an MCP server with %s', (_, change, part, message) => {
    const problems = problemsOf(withServer(change)).filter(({ field }) => field === `mcpServers[0].${part}`);
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  it('refuses two tools of one name', () => {
    const one = { ...SYSTEM, name: 'a', lookUps: [{ ...LOOK_UP, name: 'b_c' }] };
    const other = { ...SYSTEM, name: 'a_b', lookUps: [{ ...LOOK_UP, name: 'c' }] };
    expect(problemsOf({ systems: [one, other] })).toEqual([
      { field: 'systems', message: 'make two tools a_b_c; rename a look-up' },
    ]);
  });

  it('says where a file ends to be JSON, without its text', () => {
    const failure = failureOf(`{\n  "token": "${SECRET}",\n  oops\n}`);
    expect(failure.problems).toEqual([{ field: 'file', message: 'is no JSON at line 3, column 3' }]);
    expect(failure.message).not.toContain(SECRET);
    expect(failureOf(`"${SECRET}`).message).not.toContain(SECRET);
  });

  it('says that it cannot read a file', () => {
    expect(() => readDomainTools('/nowhere/tools.json', ENV)).toThrow(/TOOLS_FILE \/nowhere\/tools\.json .*\n.*ENOENT/);
  });
});

describe('domainToolsOf', () => {
  it('is nothing without a file, and nothing of a file that is switched off', () => {
    const nothing = { systems: [], mcpServers: [] };
    expect(domainToolsOf(loadConfig({}))).toEqual(nothing);
    expect(domainToolsOf(loadConfig({ TOOLS_FILE: '/nowhere', ENABLE_CRM_TOOL: 'false' }))).toEqual(nothing);
    expect(domainToolsOf(loadConfig({ TOOLS_FILE: fileOf({ systems: [SYSTEM] }) })).systems).toHaveLength(1);
    expect(() => domainToolsOf(loadConfig({ TOOLS_FILE: '/nowhere' }))).toThrow(ToolsFileInvalid);
  });
});
