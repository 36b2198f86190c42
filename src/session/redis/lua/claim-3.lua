#!lua flags=allow-oom
-- Claims an expired session for one clean-up, for a minute.
-- KEYS session, index by expiry, index by creation
-- ARGV now, notAfter, member, token of the clean-up, b: reply binary
-- Returns the dump of the session; 0 when there is none to claim.
--@include clock
--@include late
--@include dates
--@include dump
--@include claim
local CLAIM_MS = 60000
local now = clock()
local late = refusalIfLate(now)
if late then return late end
if not expiredState(KEYS[1], KEYS[2], KEYS[3], ARGV[3], now) then return 0 end
local token, standing = claimant(KEYS[1], now)
if standing and token ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], '~q', now + CLAIM_MS .. ' ' .. ARGV[4])
return dump(now, redis.call('HGETALL', KEYS[1]), ARGV[5] == 'b')
