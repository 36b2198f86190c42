#!lua flags=no-writes
-- Reads a session.
-- KEYS session, tombstone
-- ARGV now, -, b: reply binary, what the reader has as `incarnation changeSeq` or empty
-- Returns the dump of the hash (whether it has expired is for the reader to see); 304: the reader has it already; or a code of state.lua.
--@include clock
--@include dump
local now = clock()
if ARGV[4] ~= '' then
  local state = redis.call('HGET', KEYS[1], '~')
  local known, expiresAt = string.match(state or '', '^1 (%S+ %d+) (%d+)')
  if known == ARGV[4] and expiresAt + 0 > now then return 304 end
end
local all = redis.call('HGETALL', KEYS[1])
if #all == 0 then
  --@include state
  --@include missing
  return missing(KEYS[2], now)
end
return dump(now, all, ARGV[3] == 'b')
