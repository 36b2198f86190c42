#!lua flags=allow-oom
-- Takes waiters out of a session's line, and ends the lease if one of them holds it.
-- KEYS session
-- ARGV now, notAfter, the waiters
-- Returns 1; 0 when there is no such session; SCHEMA_TOO_NEW or DAMAGED.
--@include clock
--@include late
--@include state
--@include lease
--@include line
--@include unreadable
local FIRST = 3
local now = clock()
local known = redis.call('HMGET', KEYS[1], '~', '~w')
local state = known[1]
if not state then return 0 end
local before, _, fence, nonce, leaseUntil = string.match(state, LEASE)
if not before then return unreadable(state) end
local late = refusalIfLate(now)
if late then return late end

local isLeaving, after = {}, {}
for i = FIRST, #ARGV do isLeaving[ARGV[i]] = true end
for _, place in ipairs(lineOf(known[2], now)) do
  if not isLeaving[place.waiter] then after[#after + 1] = place end
end
keepLine(KEYS[1], after, known[2])
if isLeaving[nonce] and leaseUntil + 0 > now then
  redis.call('HSET', KEYS[1], '~', before .. ' ' .. fence .. ' ' .. nonce .. ' 0')
end
return 1
