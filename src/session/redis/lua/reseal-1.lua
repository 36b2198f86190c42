#!lua
-- Replaces stored values by others of the same meaning, unless the session changed since they were read.
-- KEYS session
-- ARGV now, notAfter, `incarnation changeSeq` as read, then name and value of each field
-- Returns 1, or 0 when the session is another one by now.
--@include clock
--@include late
local now = clock()
local state = redis.call('HGET', KEYS[1], '~')
if string.match(state or '', '^1 (%S+ %d+) ') ~= ARGV[3] then return 0 end
local late = refusalIfLate(now)
if late then return late end

redis.call('HSET', KEYS[1], unpack(ARGV, 4))
return 1
