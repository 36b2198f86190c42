#!lua flags=no-writes
-- Reads a session's tail.
-- KEYS tail, state
-- ARGV the number after which to begin, how many at most
-- Returns the last number (0: none), then id and fields of each event.
local tail, state = KEYS[1], KEYS[2]
local last = redis.call('HGET', state, 'last') or 0
local newest = redis.call('XREVRANGE', tail, '+', '-', 'COUNT', 1)[1]
if newest then last = math.max(last, string.match(newest[1], '^%d+')) end
return { last + 0, redis.call('XRANGE', tail, ARGV[1] .. '-1', '+', 'COUNT', ARGV[2]) }
