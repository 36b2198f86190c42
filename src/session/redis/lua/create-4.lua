#!lua
-- Creates a session; an expired one makes way.
-- KEYS session, tombstone, index by expiry, index by creation
-- ARGV now, notAfter, sessionId, incarnation, the caller's op-id or empty, createdAt or empty (now), idleMs, absoluteMs, grace in ms
--   that the key outlives its session, the limit that the values break or empty, bytes, metadata keys, counters, b: reply binary,
--   channel for the change or empty, then name and value of each field
-- Returns {applied, 1 when an expired one made way, state}, {again or replayed, dump}: created by an earlier attempt of this call or an
--   earlier call with this op-id, {conflict, version, incarnation}, {limit, name}, or DELETED, SCHEMA_TOO_NEW, DAMAGED.
--@include clock
--@include late
--@include state
--@include dates
--@include unreadable
--@include missing
--@include dump
--@include member
local session, incarnation, opId = KEYS[1], ARGV[4], ARGV[5]
local now = clock()
local old = redis.call('HMGET', session, '~', '~o')
local oldMember
if old[1] then
  local oldIncarnation, expiresAt, version, createdAt = string.match(old[1], DATES)
  if not oldIncarnation then return unreadable(old[1]) end
  if expiresAt + 0 > now then
    local again = oldIncarnation == incarnation
    if again or (opId ~= '' and old[2] == opId) then
      return { again and 'again' or 'replayed', dump(now, redis.call('HGETALL', session), ARGV[14] == 'b') }
    end
    return { 'conflict', version, oldIncarnation }
  end
  oldMember = memberOf(createdAt, ARGV[3])
elseif missing(KEYS[2], now) == DELETED then
  return DELETED
end
if ARGV[10] ~= '' then return { 'limit', ARGV[10] } end
local late = refusalIfLate(now)
if late then return late end

if oldMember then
  redis.call('DEL', session)
  redis.call('ZREM', KEYS[3], oldMember)
  redis.call('ZREM', KEYS[4], oldMember)
end
local createdAt = ARGV[6] == '' and now or math.min(now, ARGV[6])
local absoluteExpiresAt = now + ARGV[8]
local expiresAt = math.min(now + ARGV[7], absoluteExpiresAt)
local state = table.concat({ 1, incarnation, 1, expiresAt, 1, now, 0, 0, 0, ARGV[7], absoluteExpiresAt, createdAt, now,
  ARGV[11], ARGV[12], ARGV[13], 0, '-', 0 }, ' ')
local fields = { '~', state }
if opId ~= '' then
  fields[3] = '~o'
  fields[4] = opId
end
for i = 16, #ARGV do fields[#fields + 1] = ARGV[i] end
redis.call('HSET', session, unpack(fields))
redis.call('PEXPIRE', session, expiresAt - now + ARGV[9])
local member = memberOf(createdAt, ARGV[3])
redis.call('ZADD', KEYS[3], expiresAt, member)
redis.call('ZADD', KEYS[4], 0, member)
if ARGV[15] ~= '' then redis.call('PUBLISH', ARGV[15], ARGV[3] .. '|1') end
return { 'applied', oldMember and 1 or 0, state }
