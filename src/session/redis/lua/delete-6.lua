#!lua flags=allow-oom
-- Ends a session for good: its keys go, a tombstone stays, also where no session was.
-- KEYS session, tombstone, op window of even generations, of odd ones, index by expiry, index by creation
-- ARGV now, notAfter, sessionId, op-id, whether it is the caller's (1 or 0), channel for the change or empty
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
local standsUntil, firstOpId, firstAnswer = string.match(stone or '', '^(%d+) (%S+) (%S+)$')
if state then
  local _, expiresAt, _, createdAt = string.match(state, DATES)
  if not createdAt then return unreadable(state) end
  answer = expiresAt + 0 > now and 1 or EXPIRED
  member = memberOf(createdAt, ARGV[3])
elseif stone and standsUntil + 0 > now then
  answer = DELETED
  -- A repeated deletion: by the caller, who is told so, or by the store, which needs the answer it lost.
  if firstOpId == ARGV[4] then answer = ARGV[5] == '1' and 2 or firstAnswer + 0 end
else
  answer = NOT_FOUND
end
local late = refusalIfLate(now)
if late then return late end

-- Repeated deletions keep the op-id and the answer of the first.
local first = answer == DELETED or answer == 2 or (not state and stone and standsUntil + 0 > now)
local remembered = first and firstOpId .. ' ' .. firstAnswer or ARGV[4] .. ' ' .. answer
redis.call('SET', KEYS[2], now + TOMBSTONE_MS .. ' ' .. remembered, 'PX', TOMBSTONE_KEPT_MS)
if state then
  redis.call('DEL', KEYS[1], KEYS[3], KEYS[4])
  redis.call('ZREM', KEYS[5], member)
  redis.call('ZREM', KEYS[6], member)
  if ARGV[6] ~= '' then redis.call('PUBLISH', ARGV[6], ARGV[3] .. '|gone') end
end
return answer
