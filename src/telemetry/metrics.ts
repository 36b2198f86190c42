import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything /metrics shows. One registry a process: a second app in the same process (tests) adds to the same counters. */
export const metrics = new Registry();

collectDefaultMetrics({ register: metrics });

/** Statements sent to Postgres or PGlite, by statement name; a turn may cost three. */
export const sqlStatements = new Counter({
  name: 'frontdesk_sql_statements_total',
  help: 'SQL statements sent to the database, by statement name',
  labelNames: ['statement'],
  registers: [metrics],
});

/**
 * Turns by how they ended: `complete`, `message.created` (a person got the message), `refused` before the message was stored, or the
 * code of the failure. Read as OpenMetrics, each bucket shows the ids of a turn in it (`observeTurn`).
 */
export const turnDuration = new Histogram({
  name: 'frontdesk_turn_duration_seconds',
  help: 'Time from an accepted message to its complete answer, by outcome',
  labelNames: ['outcome'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  enableExemplars: true,
  // The constructor takes exemplars in registries of the other format only (prom-client 15).
  registers: [],
});
metrics.registerMetric(turnDuration);

/** Whether the session store answers, as this process sees it. */
export const sessionStoreUp = new Gauge({
  name: 'frontdesk_session_store_up',
  help: '1 while the session store answers, 0 while conversations go on from the record',
  registers: [metrics],
});

/** Turns that had to do without something, by what was missing, as in the answer's `degraded`. */
export const degradedTurns = new Counter({
  name: 'frontdesk_degraded_turns_total',
  help: 'Completed turns that did without something, by what was missing',
  labelNames: ['reason'],
  registers: [metrics],
});

/** Turns whose process was gone and that this one took over. */
export const rescuedTurns = new Counter({
  name: 'frontdesk_turns_rescued_total',
  help: 'Turns taken over from a process that is gone',
  registers: [metrics],
});

/** Sessions that were brought up to date after an outage of the session store. */
export const reprojectedSessions = new Counter({
  name: 'frontdesk_sessions_reprojected_total',
  help: 'Sessions brought up to date after an outage of the session store',
  registers: [metrics],
});

/**
 * Requests with a session token by how their client compares with the one the session is bound to: `same`, `moved`, `new_client`,
 * `new_client_and_network`; `bound` (first seen), `confirmed` (bound anew after a step-up) or `unchecked` (the store could not be asked).
 */
export const sessionFingerprints = new Counter({
  name: 'frontdesk_session_fingerprint_total',
  help: 'Requests with a session token, by how their client compares with the one the session is bound to',
  labelNames: ['verdict'],
  registers: [metrics],
});

/** Connections to Redis by what they are for. */
export const redisConnectionUp = new Gauge({
  name: 'frontdesk_redis_connection_up',
  help: '1 while the named connection to Redis is up',
  labelNames: ['name'],
  registers: [metrics],
});

/** Reads of sessions found in Redis by the part of the process's own copies in them: `fresh`, `validated` (asked about), `miss`. */
export const sessionL1Reads = new Counter({
  name: 'frontdesk_session_l1_total',
  help: 'Reads of sessions in Redis, by what the copy in the process was good for',
  labelNames: ['result'],
  registers: [metrics],
});

/** Calls of tools by what became of them: `ok`, or the code of the failure. */
export const toolCalls = new Counter({
  name: 'frontdesk_tool_calls_total',
  help: 'Calls of tools, by result: ok or the code of the failure',
  labelNames: ['tool', 'result'],
  registers: [metrics],
});

/** How long calls of tools take, repeats included. */
export const toolDuration = new Histogram({
  name: 'frontdesk_tool_duration_seconds',
  help: 'Time of a call of a tool, its repeats included',
  labelNames: ['tool'],
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [metrics],
});

/** Repeats of calls that failed in passing. */
export const toolRetries = new Counter({
  name: 'frontdesk_tool_retries_total',
  help: 'Repeated attempts of tool calls',
  labelNames: ['tool'],
  registers: [metrics],
});

/** Tools that are left alone because they kept failing. */
export const toolCircuitOpen = new Gauge({
  name: 'frontdesk_tool_circuit_open',
  help: '1 while a tool is left alone because it kept failing, or is tried again',
  labelNames: ['tool'],
  registers: [metrics],
});

/** Files that customers sent, by what became of them: `ok`, `duplicate`, `aborted`, or the code of why they were refused. */
export const attachmentUploads = new Counter({
  name: 'frontdesk_attachment_uploads_total',
  help: 'Files that customers sent, by what became of them',
  labelNames: ['outcome'],
  registers: [metrics],
});

/** Answers worded by a model by what the check against their sources made of them. */
export const groundedAnswers = new Counter({
  name: 'frontdesk_grounded_answers_total',
  help: 'Answers of a model by outcome of the grounding check: kept, replaced_by_extractive, abstained',
  labelNames: ['outcome'],
  registers: [metrics],
});

/** How much of a model's answers is in their sources. */
export const groundingScore = new Histogram({
  name: 'frontdesk_grounding_score',
  help: 'Grounding score of answers of a model, 0 to 1',
  buckets: [0.1, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999],
  registers: [metrics],
});

/** Requests to language models, repeats included, by what became of them: `ok`, `stopped`, `rejected` or why it was unavailable. */
export const llmRequests = new Counter({
  name: 'frontdesk_llm_requests_total',
  help: 'Requests to language models, by outcome: ok, stopped, rejected or the reason of the failure',
  labelNames: ['model', 'outcome'],
  registers: [metrics],
});

/** How long a model takes to its first word, or its first call of a tool. */
export const llmFirstToken = new Histogram({
  name: 'frontdesk_llm_first_token_seconds',
  help: 'Time from a request to a language model to the first piece of its answer',
  labelNames: ['model'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16],
  registers: [metrics],
});

/** How long a model takes for a whole answer, all its requests and tools included. */
export const llmDuration = new Histogram({
  name: 'frontdesk_llm_answer_duration_seconds',
  help: 'Time of a whole answer of a language model, its tools included, by outcome',
  labelNames: ['model', 'outcome'],
  buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
  registers: [metrics],
});

/** Tokens as the providers counted them. */
export const llmTokens = new Counter({
  name: 'frontdesk_llm_tokens_total',
  help: 'Tokens of language models as their providers count them, by direction: input or output',
  labelNames: ['model', 'direction'],
  registers: [metrics],
});

/** What language models cost by the configured prices. */
export const llmCost = new Counter({
  name: 'frontdesk_llm_cost_usd_total',
  help: 'Cost of language models by the configured prices, in US dollars',
  labelNames: ['model'],
  registers: [metrics],
});

/** Repeats of requests that failed in passing. */
export const llmRetries = new Counter({
  name: 'frontdesk_llm_retries_total',
  help: 'Repeated requests to language models',
  labelNames: ['model'],
  registers: [metrics],
});

/** Models that are left alone because they kept failing. */
export const llmCircuitOpen = new Gauge({
  name: 'frontdesk_llm_circuit_open',
  help: '1 while a language model is left alone because it kept failing, or is tried again',
  labelNames: ['model'],
  registers: [metrics],
});

/** Answers that a model should have given and another, or the extractive answerer, gave, by whose they should have been. */
export const llmFallbacks = new Counter({
  name: 'frontdesk_llm_fallbacks_total',
  help: 'Times that the next in the chain had to answer, by the model that failed',
  labelNames: ['model'],
  registers: [metrics],
});

/** Runs of background jobs by what became of them: `ok`, `stopped`, or the code of the failure. */
export const jobRuns = new Counter({
  name: 'frontdesk_job_runs_total',
  help: 'Runs of background jobs, by result: ok, stopped or the code of the failure',
  labelNames: ['job', 'result'],
  registers: [metrics],
});

/** Questions that were to be searched by meaning too, by whether their vector came: `ok` or the code of the failure. */
export const embeddedQuestions = new Counter({
  name: 'frontdesk_embedded_questions_total',
  help: 'Vectors asked for questions, by result: ok or the code of the failure; without one a search goes by words alone',
  labelNames: ['result'],
  registers: [metrics],
});

/** Open socket connections of this process, let in or not. */
export const socketConnections = new Gauge({
  name: 'frontdesk_socket_connections',
  help: 'Open socket connections of this process',
  registers: [metrics],
});

/** Events that came in over sockets by what they were answered with: `ok`, or the code of the failure. */
export const socketEvents = new Counter({
  name: 'frontdesk_socket_events_total',
  help: 'Events received over sockets, by name (unknown for those that are none) and result',
  labelNames: ['event', 'result'],
  registers: [metrics],
});

/** Sockets that were not let in, by the code of the refusal. */
export const refusedSockets = new Counter({
  name: 'frontdesk_sockets_refused_total',
  help: 'Sockets that were not let in, by the code of the refusal',
  labelNames: ['code'],
  registers: [metrics],
});

/** Appends to the log of events by what became of them: `appended`, `fenced` or `unavailable`. */
export const eventAppends = new Counter({
  name: 'frontdesk_event_appends_total',
  help: 'Appends to the log of events, by result',
  labelNames: ['result'],
  registers: [metrics],
});

/** Sockets, consoles and event streams of this process that follow a session. */
export const eventFollowers = new Gauge({
  name: 'frontdesk_event_followers',
  help: 'Sockets, consoles and event streams of this process that follow a session',
  registers: [metrics],
});

/** Followers that had missed too much to be sent. */
export const eventResets = new Counter({
  name: 'frontdesk_event_resets_total',
  help: 'Followers that had missed more than is sent again',
  registers: [metrics],
});
