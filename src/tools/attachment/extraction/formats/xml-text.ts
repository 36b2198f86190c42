import { XMLParser } from 'fast-xml-parser';

/** An element in document order: its one name maps to its children; `#text` maps to text; `:@` holds attributes. */
export type XmlNode = Readonly<Record<string, unknown>>;

const TEXT = '#text';
const ATTRIBUTES = ':@';
const DEPTH = 500;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  maxNestedTags: DEPTH,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** @throws Error for XML that is badly broken or nested deeper than 500 */
export function parseXml(xml: string): readonly XmlNode[] {
  return parser.parse(xml) as XmlNode[];
}

export function nodeName(node: XmlNode): string {
  return Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
}

export function childrenOf(node: XmlNode): readonly XmlNode[] {
  const children = node[nodeName(node)];
  return Array.isArray(children) ? (children as XmlNode[]) : [];
}

export function attributeOf(node: XmlNode, name: string): string | undefined {
  const value = (node[ATTRIBUTES] as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text of a text node; empty for an element. */
export function textOf(node: XmlNode): string {
  const text = node[TEXT];
  return typeof text === 'string' ? text : '';
}

/** Elements of this name, anywhere below, outermost first; none inside another. */
export function elementsNamed(nodes: readonly XmlNode[], name: string): readonly XmlNode[] {
  return nodes.flatMap((node) => (nodeName(node) === name ? [node] : elementsNamed(childrenOf(node), name)));
}
