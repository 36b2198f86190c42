#!lua flags=allow-oom
-- Ends a session for good: its keys go, a tombstone stays, also where no session was.
-- KEYS session, tombstone, op window of even generations, of odd ones, index by expiry, index by creation
-- ARGV now, notAfter, sessionId, op-id, token of the call, channel for the change or empty
-- A tombstone is `until opId answer token`: the op-id, the answer and the token of the first deletion.
-- Returns 1 (deleted), 2 (replayed), NOT_FOUND, DELETED, EXPIRED, SCHEMA_TOO_NEW or DAMAGED.
--@include clock
--@include late
--@include state
--@include dates
--@include unreadable
--@include member
local TOMBSTONE_MS, TOMBSTONE_KEPT_MS = 600000, 900000
local now = clock()
local answer, member
local state = redis.call('HGET', KEYS[1], '~')
local stone = redis.call('GET', KEYS[2])
local standsUntil, first, firstOpId, firstAnswer, firstToken = string.match(stone or '', '^(%d+) ((%S+) (%S+) (%S+))$')
local stands = stone and standsUntil + 0 > now
if state then
  local _, expiresAt, _, createdAt = string.match(state, DATES)
  if not createdAt then return unreadable(state) end
  answer = expiresAt + 0 > now and 1 or EXPIRED
  member = memberOf(createdAt, ARGV[3])
elseif stands then
  answer = DELETED
  -- A repeated deletion: by the store, which needs the answer it lost, or by the caller, who is told so.
  if firstOpId == ARGV[4] then answer = firstToken == ARGV[5] and firstAnswer + 0 or 2 end
else
  answer = NOT_FOUND
end
local late = refusalIfLate(now)
if late then return late end

if state or not stands then first = ARGV[4] .. ' ' .. answer .. ' ' .. ARGV[5] end
redis.call('SET', KEYS[2], now + TOMBSTONE_MS .. ' ' .. first, 'PX', TOMBSTONE_KEPT_MS)
if state then
  redis.call('DEL', KEYS[1], KEYS[3], KEYS[4])
  redis.call('ZREM', KEYS[5], member)
  redis.call('ZREM', KEYS[6], member)
  if ARGV[6] ~= '' then redis.call('PUBLISH', ARGV[6], ARGV[3] .. '|gone') end
end
return answer
