/** Something found in a system of the company: an order, a customer, an invoice. Only fields that the configuration allows. */
export interface CustomerRecord {
  /** Name of the tool that found it. */
  readonly tool: string;
  /** What it is, for a person to read: `Order 12345`. */
  readonly title: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
  /** The record said in a sentence or two, made from the configuration's own template. */
  readonly text: string;
}
