#!lua
-- Takes a session's lease if nobody holds it.
-- KEYS session, tombstone
-- ARGV now, notAfter, nonce, leaseMs
-- Returns {1, fence}; the same again for the nonce that holds it; {0, ms that it is still held}; or a code of state.lua.
--@include clock
--@include late
--@include state
--@include lease
--@include unreadable
--@include missing
local now = clock()
local state = redis.call('HGET', KEYS[1], '~')
if not state then return missing(KEYS[2], now) end
local before, expiresAt, fence, nonce, leaseUntil = string.match(state, LEASE)
if not before then return unreadable(state) end
if expiresAt + 0 <= now then return EXPIRED end
if leaseUntil + 0 > now then
  if nonce == ARGV[3] then return { 1, fence + 0 } end
  return { 0, leaseUntil - now }
end
local late = refusalIfLate(now)
if late then return late end

fence = fence + 1
redis.call('HSET', KEYS[1], '~', before .. ' ' .. fence .. ' ' .. ARGV[3] .. ' ' .. now + ARGV[4])
return { 1, fence }
