#!lua flags=allow-oom
-- Removes an expired session.
-- KEYS session, op window of even generations, of odd ones, index by expiry, index by creation
-- ARGV now, notAfter, member, token of the clean-up that claimed it (empty: remove it if no claim stands), whether an earlier attempt
--   may have been applied (1 or 0)
-- Returns 1, or 0 when there was none to remove. A session that a repeated attempt doesn't find was removed by the first.
--@include clock
--@include late
--@include dates
--@include claim
local now = clock()
local late = refusalIfLate(now)
if late then return late end
if ARGV[5] == '1' and redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
if not expiredState(KEYS[1], KEYS[4], KEYS[5], ARGV[3], now) then return 0 end
local token, standing = claimant(KEYS[1], now)
if ARGV[4] == '' and standing or ARGV[4] ~= '' and token ~= ARGV[4] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[4], ARGV[3])
redis.call('ZREM', KEYS[5], ARGV[3])
return 1
