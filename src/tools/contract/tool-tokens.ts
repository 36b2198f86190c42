/** Finds passages for a question: `Tool<KnowledgeQuery, readonly Passage[]>`. */
export const KNOWLEDGE_SEARCH_TOOL = Symbol('KNOWLEDGE_SEARCH_TOOL');
/** Finds passages in the files of the session: `Tool<AttachmentQuery, readonly Passage[]>`. */
export const ATTACHMENT_SEARCH_TOOL = Symbol('ATTACHMENT_SEARCH_TOOL');
/** Finds what a message tells about its customer: `Tool<FactExtractionInput, readonly Fact[]>`. */
export const FACT_EXTRACTION_TOOL = Symbol('FACT_EXTRACTION_TOOL');
/** Finds what a message tells of its customer's wishes and situation: `Tool<MessageInput, readonly ToldMemory[]>`. */
export const RECOLLECTION_TOOL = Symbol('RECOLLECTION_TOOL');
/** Shortens the oldest part of a conversation: `Tool<SummaryInput, string>`. */
export const SUMMARY_TOOL = Symbol('SUMMARY_TOOL');
/** Finds whether a message needs a person: `Tool<EscalationInput, EscalationAssessment>`. */
export const ESCALATION_TOOL = Symbol('ESCALATION_TOOL');
/** Writes what a person needs to take over: `Tool<HandoffInput, HandoffNote>`. */
export const HANDOFF_TOOL = Symbol('HANDOFF_TOOL');
/** Looks things up in the company's own systems before an answer is made: `Tool<LookUpInput, readonly CustomerRecord[]>`. */
export const LOOK_UP_TOOL = Symbol('LOOK_UP_TOOL');
