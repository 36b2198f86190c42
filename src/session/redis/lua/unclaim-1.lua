#!lua flags=allow-oom
-- Lets go of a claim.
-- KEYS session
-- ARGV now, notAfter, token of the clean-up
-- Returns 1, or 0 when it was lost.
--@include clock
--@include claim
local now = clock()
if claimant(KEYS[1], now) ~= ARGV[3] then return 0 end
return redis.call('HDEL', KEYS[1], '~q')
