#!lua
-- Numbers events of a session, keeps them in its tail and tells who listens.
-- KEYS tail (a stream; the id of an event is `<number>-0`), state (a hash: last number, highest epoch)
-- ARGV whether an earlier attempt may have been applied (1 or 0), floor, the writer's epoch or empty, channel, events kept, ms kept,
--   op-id (kept with the first event), then the events
-- Tells `<number of the first> <bytes of each>`, a line feed and the events, one after the other.
-- Returns the number of the first event; 0: fenced.
local FIRST, SEARCHED = 8, 500
local tail, state = KEYS[1], KEYS[2]
local epoch, opId = ARGV[3], ARGV[7]
if ARGV[1] == '1' then
  for _, entry in ipairs(redis.call('XREVRANGE', tail, '+', '-', 'COUNT', SEARCHED)) do
    if entry[2][4] == opId then return string.match(entry[1], '^%d+') + 0 end
  end
end
local known = redis.call('HMGET', state, 'last', 'epoch')
if epoch ~= '' and known[2] and known[2] + 0 > epoch + 0 then return 0 end
-- The server may have evicted one of the two keys.
local newest = redis.call('XREVRANGE', tail, '+', '-', 'COUNT', 1)[1]
local last = math.max(ARGV[2], known[1] or 0, newest and string.match(newest[1], '^%d+') or 0)

local sizes = {}
for i = FIRST, #ARGV do
  local id = string.format('%d-0', last + i - FIRST + 1)
  redis.call('XADD', tail, 'MAXLEN', '~', ARGV[5], id, 'e', ARGV[i], 'o', i == FIRST and opId or '')
  sizes[#sizes + 1] = #ARGV[i]
end
if #sizes > 0 then redis.call('HSET', state, 'last', string.format('%d', last + #sizes)) end
if epoch ~= '' then redis.call('HSET', state, 'epoch', epoch) end
redis.call('PEXPIRE', tail, ARGV[6])
redis.call('PEXPIRE', state, ARGV[6])
if #sizes == 0 then return last + 1 end
local head = string.format('%d ', last + 1) .. table.concat(sizes, ' ') .. '\n'
redis.call('PUBLISH', ARGV[4], head .. table.concat(ARGV, '', FIRST))
return last + 1
