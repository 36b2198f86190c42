#!lua flags=no-writes
-- Whether a session is alive.
-- KEYS session
-- ARGV now, -
-- Returns 1, NOT_FOUND, EXPIRED, SCHEMA_TOO_NEW or DAMAGED.
--@include clock
--@include state
local state = redis.call('HGET', KEYS[1], '~')
if not state then return NOT_FOUND end
local expiresAt = string.match(state, '^1 %S+ %d+ (%d+)')
if not expiresAt then
  --@include unreadable
  return unreadable(state)
end
return expiresAt + 0 > clock() and 1 or EXPIRED
