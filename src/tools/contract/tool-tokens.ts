/** Finds passages for a question: `Tool<KnowledgeQuery, readonly Passage[]>`. */
export const KNOWLEDGE_SEARCH_TOOL = Symbol('KNOWLEDGE_SEARCH_TOOL');
/** Finds what a message tells about its customer: `Tool<FactExtractionInput, readonly Fact[]>`. */
export const FACT_EXTRACTION_TOOL = Symbol('FACT_EXTRACTION_TOOL');
/** Finds whether a message needs a person: `Tool<EscalationInput, EscalationSignal | null>`. */
export const ESCALATION_TOOL = Symbol('ESCALATION_TOOL');
