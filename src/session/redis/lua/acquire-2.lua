#!lua
-- Takes a session's lease if nobody holds it and none but the caller is next in line; else keeps the caller's places in the line.
-- KEYS session, tombstone
-- ARGV now, notAfter, nonce (empty when there are waiters), leaseMs, then the caller's waiters in their order
-- Returns {1, fence, nonce}; the same again when the nonce or one of the waiters holds it; {0, ms that it is still held, how many stand
--   before the caller's first or -1 when none of its waiters stands in line}; or a code of state.lua.
--@include clock
--@include late
--@include state
--@include lease
--@include line
--@include unreadable
--@include missing
local MAX_LINE, SILENCE_MS, FIRST = 1000, 2000, 5
local now = clock()
local known = redis.call('HMGET', KEYS[1], '~', '~w')
local state = known[1]
if not state then return missing(KEYS[2], now) end
local before, expiresAt, fence, nonce, leaseUntil = string.match(state, LEASE)
if not before then return unreadable(state) end
if expiresAt + 0 <= now then return EXPIRED end
local isCallers = {}
for i = FIRST, #ARGV do isCallers[ARGV[i]] = true end
local isHeld = leaseUntil + 0 > now
if isHeld and (nonce == ARGV[3] or isCallers[nonce]) then return { 1, fence + 0, nonce } end

local line = lineOf(known[2], now)
local taker
if not isHeld then
  if #line == 0 then
    taker = ARGV[FIRST] or ARGV[3]
  elseif isCallers[line[1].waiter] then
    taker = line[1].waiter
  end
end
local remainingMs = isHeld and leaseUntil - now or 0
if not taker and #ARGV < FIRST then return { 0, remainingMs, -1 } end
local late = refusalIfLate(now)
if late then return late end

local after, stands, ahead = {}, {}, -1
for _, place in ipairs(line) do
  if isCallers[place.waiter] then place.lapsesAt = now + SILENCE_MS end
  stands[place.waiter] = true
  if place.waiter ~= taker then
    if ahead < 0 and isCallers[place.waiter] then ahead = #after end
    after[#after + 1] = place
  end
end
for i = FIRST, #ARGV do
  local waiter = ARGV[i]
  if waiter ~= taker and not stands[waiter] and #after < MAX_LINE then
    if ahead < 0 then ahead = #after end
    stands[waiter] = true
    after[#after + 1] = { waiter = waiter, lapsesAt = now + SILENCE_MS }
  end
end
keepLine(KEYS[1], after, known[2])
if not taker then return { 0, remainingMs, ahead } end
fence = fence + 1
redis.call('HSET', KEYS[1], '~', before .. ' ' .. fence .. ' ' .. taker .. ' ' .. now + ARGV[4])
return { 1, fence, taker }
