import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onCleanUp } from './clean-up.js';
import { until } from './until.js';

/** A value as OTLP writes it in JSON. */
interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly OtlpValue[] };
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly status: { readonly code: number };
}

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** One span that arrived. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  readonly ms: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A real HTTP server that takes traces by OTLP, JSON over HTTP. */
export interface TraceCollector {
  /** As OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  /** The variables that make a desk send its traces here. */
  readonly env: Readonly<Record<'ENABLE_TELEMETRY' | 'OTEL_EXPORTER_OTLP_ENDPOINT', string>>;
  readonly spans: readonly CollectedSpan[];
  /** Every request as it came, its headers only. */
  readonly requests: readonly Readonly<Record<string, string | string[] | undefined>>[];
  /** How requests are answered from now on: with a status, or never. */
  answerWith(status: number | 'silence'): void;
  /** The spans of one trace, once the span named `last` is among them. */
  trace(traceId: string, last: string | RegExp): Promise<readonly CollectedSpan[]>;
}

/** Starts the collector; it is stopped at the end of the test file. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const requests: TraceCollector['requests'][number][] = [];
  let answer: number | 'silence' = 200;
  const server = createServer((request, response: ServerResponse) => {
    requests.push(request.headers);
    void json(request).then((body) => {
      if (answer === 'silence') return;
      if (answer === 200 && request.url === '/v1/traces') spans.push(...spansOf(body as OtlpBody));
      response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanUp(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const of = (traceId: string): readonly CollectedSpan[] => spans.filter((span) => span.traceId === traceId);
  return {
    url,
    env: { ENABLE_TELEMETRY: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: url },
    spans,
    requests,
    answerWith: (next) => void (answer = next),
    trace: async (traceId, last) => {
      await until(() => of(traceId).some(({ name }) => (typeof last === 'string' ? name === last : last.test(name))));
      return of(traceId);
    },
  };
}

function spansOf({ resourceSpans }: OtlpBody): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const about = recordOf(resource.attributes);
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => readSpan(span, about)));
  });
}

function readSpan(span: OtlpSpan, resource: CollectedSpan['resource']): CollectedSpan {
  const { traceId, spanId, parentSpanId = '', name, kind } = span;
  return {
    ...{ traceId, spanId, parentSpanId, name, kind, resource },
    ms: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
    attributes: recordOf(span.attributes),
    failed: span.status.code === 2,
  };
}

function recordOf(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, intValue, doubleValue, boolValue, arrayValue }: OtlpValue): unknown {
  if (arrayValue) return arrayValue.values.map(valueOf);
  return stringValue ?? doubleValue ?? boolValue ?? Number(intValue);
}
