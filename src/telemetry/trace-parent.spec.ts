import { describe, expect, it } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { contextOfTraceParent, traceParentOf } from './trace-parent.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

const read = (header: string | undefined) => trace.getSpanContext(contextOfTraceParent(header));

describe('traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, 1],
    [`00-${TRACE}-${SPAN}-00`, 0],
    [`00-${TRACE}-${SPAN}-ff`, 1],
    [`cc-${TRACE}-${SPAN}-01-what-the-future-adds`, 1],
    [`cc-${TRACE}-${SPAN}-01`, 1],
  ])('%s is gone on with', (header, traceFlags) => {
    expect(read(header)).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags, isRemote: true });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}-1`,
    ` 00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}`,
  ])('%s begins a new trace', (header) => {
    expect(read(header)).toBeUndefined();
  });

  it('is told as it was read', () => {
    const header = `00-${TRACE}-${SPAN}-01`;
    const spanContext = read(header);
    expect(spanContext && traceParentOf(trace.wrapSpanContext(spanContext))).toBe(header);
  });
});
