#!lua
-- Any write to a living session: fields, metadata and counters, activity, a new idle time. Everything is checked, then written.
-- KEYS session, tombstone, op window of even generations, of odd ones, index by expiry
-- ARGV now, notAfter, op-id, conditions, sessionId, channel for the change or empty, then name and value of each change:
--   d:field, m:key: the stored value, empty to remove it; c:counter: the value to set; +:counter: the delta
--   conditions: empty, or `caller's op-id (1 or 0), an earlier attempt may have been applied, activity, idleMs or 0, grace in ms that the
--   key outlives its session, version or -, incarnation or -, fence or -, nonce or -, incarnation the values are sealed for or -, token of the call`
-- Returns `applied` or `replayed` followed by version, changeSeq, expiresAt and name and value of each counter; `conflict` version
--   incarnation; `fenced`; `limit` name; `overflow` counter; `seal` incarnation: the values are sealed for another one; or a code:
--   UNKNOWN (this op-id may have been applied without being remembered), or one of state.lua.
-- The hot path is a counter's move without conditions: what it doesn't need, functions included, comes into being only when needed.
--@include state
local UNKNOWN = -5
local WINDOW_MS, WINDOW_OPS, WINDOW_KEPT_MS, LATE_MS = 120000, 65536, 300000, 5000
local MAX_KEYS, MAX_BYTES, MAX_COUNTERS, MAX_INTEGER = 256, 262144, 64, 9007199254740991
local FIRST = 7
local MOVE, SET, FIELD = 43, 99, 100

-- %d is exact up to 2^53 and costs a third of what .. takes to write a number.
local call, match, byte, sub, format = redis.call, string.match, string.byte, string.sub, string.format
local session, opId = KEYS[1], ARGV[3]
local now
if ARGV[1] ~= '' then
  now = ARGV[1] + 0
else
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- names[1] is the state; names[i] and old[i] belong to the change at ARGV[FIRST + 2 * i - 4].
local names = { '~' }
for i = FIRST, #ARGV, 2 do
  local name = ARGV[i]
  names[#names + 1] = byte(name) == MOVE and 'c' .. sub(name, 2) or name
end
local old
if #names <= 4000 then
  old = call('HMGET', session, unpack(names))
else
  -- More than the call stack takes at once.
  old = {}
  for i, name in ipairs(names) do old[i] = call('HGET', session, name) end
end
local state = old[1]
if not state then
  --@include missing
  return missing(KEYS[2], now)
end
local incarnation, changeSeq, expiresAt, version, updatedAt, generation, ops, opsBefore, tail = match(state, HEAD)
if not incarnation then
  --@include unreadable
  return unreadable(state)
end
if expiresAt + 0 <= now then return EXPIRED end

local isCallers, isRetry, isActivity = false, false, false
local newIdleMs, graceMs, ifVersion, ifIncarnation, ifFence, ifNonce, sealedFor, token = 0, 0, '-', '-', '-', '-', '-', '-'
if ARGV[4] ~= '' then
  local callers, retry, activity
  callers, retry, activity, newIdleMs, graceMs, ifVersion, ifIncarnation, ifFence, ifNonce, sealedFor, token =
    match(ARGV[4], '^(%d) (%d) (%d) (%d+) (%d+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  isCallers, isRetry, isActivity, newIdleMs = callers == '1', retry == '1', activity == '1', newIdleMs + 0
end

-- The generations only go forward, also when the server's clock doesn't.
local current = math.floor(now / WINDOW_MS)
generation, ops, opsBefore = generation + 0, ops + 0, opsBefore + 0
if current > generation then
  opsBefore = current == generation + 1 and ops or 0
  ops = 0
  generation = current
end
local window = KEYS[3 + generation % 2]
-- A first attempt has nothing before it, unless it was held up on its way and its repeat came first: HSETNX below notices that, except
-- when a new generation has begun in between.
local isChecked = isCallers or isRetry or (opsBefore > 0 and now - generation * WINDOW_MS < LATE_MS)
if isChecked then
  local first = ops > 0 and call('HGET', window, opId)
    or opsBefore > 0 and call('HGET', KEYS[4 - generation % 2], opId)
  if first then
    -- A repeat sent by the store gets the answer that was lost; one sent by the caller is told so.
    local firstToken, answer = match(first, '^@(%S+) (.+)$')
    return (firstToken and firstToken ~= token and 'replayed ' or 'applied ') .. (answer or first)
  end
  if isRetry and not isCallers and (ops >= WINDOW_OPS or opsBefore >= WINDOW_OPS) then return UNKNOWN end
end
if ARGV[2] ~= '' and now > ARGV[2] + 0 then return redis.error_reply('OPEXPIRED ' .. now) end
if isCallers and ops >= WINDOW_OPS then return 'limit op_window' end
if (ifVersion ~= '-' and ifVersion ~= version) or (ifIncarnation ~= '-' and ifIncarnation ~= incarnation) then
  return 'conflict ' .. version .. ' ' .. incarnation
end
if ifFence ~= '-' then
  local fence, nonce = match(tail, ' (%d+) (%S+) %d+$')
  if ifFence ~= fence or ifNonce ~= nonce then return 'fenced' end
end
if sealedFor ~= '-' and sealedFor ~= incarnation then return 'seal ' .. incarnation end

-- How the changes move what is counted, the values to put and the fields to drop.
local puts, drops, moved = { '~', '' }, nil, ''
local addedCounters, addedKeys, addedBytes, changesFields = 0, 0, 0, false
local overflow, fieldBytes, entryBytes
for i = 2, #names do
  local name, before, value = names[i], old[i], ARGV[FIRST + 2 * i - 3]
  local kind = byte(ARGV[FIRST + 2 * i - 4])
  if kind == MOVE or kind == SET then
    local count = value + 0
    if not before then addedCounters = addedCounters + 1 end
    if kind == MOVE and before then
      count = count + before
      if count > MAX_INTEGER or count < -MAX_INTEGER then overflow = overflow or sub(name, 3) end
    end
    value = format('%d', count)
    moved = moved .. ' ' .. sub(name, 3) .. ' ' .. value
  else
    if not changesFields then
      --@include sizes
      fieldBytes, entryBytes = bytesOfField, bytesOfEntry
      changesFields = true
    end
    if kind == FIELD then
      addedBytes = addedBytes + fieldBytes(name, value) - fieldBytes(name, before)
    else
      addedBytes = addedBytes + entryBytes(name, value) - entryBytes(name, before)
      addedKeys = addedKeys + (value ~= '' and 1 or 0) - (before and 1 or 0)
    end
  end
  if value ~= '' then
    puts[#puts + 1] = name
    puts[#puts + 1] = value
  elseif before then
    drops = drops or {}
    drops[#drops + 1] = name
  end
end

local changesData = #names > 1 or newIdleMs > 0
local changes = changesData or isActivity
local slidExpiresAt, createdAt = expiresAt, nil
if changesFields or addedCounters > 0 or isActivity or newIdleMs > 0 then
  local idleMs, absoluteExpiresAt, lastActivity, bytes, keys, counters, fence, nonce, leaseUntil
  idleMs, absoluteExpiresAt, createdAt, lastActivity, bytes, keys, counters, fence, nonce, leaseUntil = match(tail, TAIL)
  if not idleMs then return DAMAGED end
  keys, bytes, counters = keys + addedKeys, bytes + addedBytes, counters + addedCounters
  if changesFields and keys > MAX_KEYS then return 'limit metadata_keys' end
  if changesFields and bytes > MAX_BYTES then return 'limit session_bytes' end
  if not overflow and counters > MAX_COUNTERS then return 'limit counters' end
  if newIdleMs > 0 then
    idleMs = newIdleMs
    slidExpiresAt = math.min(now + newIdleMs, absoluteExpiresAt)
  end
  if isActivity then
    lastActivity = math.max(lastActivity, now)
    slidExpiresAt = math.max(slidExpiresAt, math.min(now + idleMs, absoluteExpiresAt))
  end
  tail = table.concat(
    { idleMs, absoluteExpiresAt, createdAt, lastActivity, bytes, keys, counters, fence, nonce, leaseUntil }, ' ')
end
if overflow then return 'overflow ' .. overflow end
if changesFields then version = version + 1 end
if changes then changeSeq = changeSeq + 1 end
if changesData and now > updatedAt + 0 then updatedAt = now end

-- Everything is checked: from here on nothing may fail.
local reply = format('%s %d %s%s', version, changeSeq, slidExpiresAt, moved)
if isCallers or (changes and ops < WINDOW_OPS) then
  if ops == 0 then call('DEL', window) end
  local kept = call('HSETNX', window, opId, isCallers and '@' .. token .. ' ' .. reply or reply)
  if kept == 0 and not isChecked then return 'applied ' .. call('HGET', window, opId) end
  if ops == 0 then call('PEXPIRE', window, WINDOW_KEPT_MS) end
  -- Redis searches a hash of small values from end to end up to 512 of them; one of over 64 bytes makes it a real hash table.
  if ops == 32 then call('HSET', window, '~', string.rep(' ', 65)) end
  ops = ops + 1
elseif not changes then
  return 'applied ' .. reply
end
puts[2] = format('1 %s %d %s %s %d %d %d %d %s', incarnation, changeSeq, slidExpiresAt, version, updatedAt, generation, ops,
  opsBefore, tail)
call('HSET', session, unpack(puts))
if drops then
  for _, name in ipairs(drops) do call('HDEL', session, name) end
end
if slidExpiresAt + 0 ~= expiresAt + 0 then
  --@include member
  call('PEXPIRE', session, slidExpiresAt - now + graceMs)
  call('ZADD', KEYS[5], slidExpiresAt, memberOf(createdAt, ARGV[5]))
end
if changes and ARGV[6] ~= '' then call('PUBLISH', ARGV[6], ARGV[5] .. '|' .. changeSeq) end
return 'applied ' .. reply
