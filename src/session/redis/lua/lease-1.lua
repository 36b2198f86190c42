#!lua
-- Extends or releases a lease that is still held by its grant.
-- KEYS session
-- ARGV now, notAfter, fence, nonce, leaseMs from now or 0 to release it, whether an earlier attempt may have been applied (1 or 0)
-- Returns 1, 0 (lost), SCHEMA_TOO_NEW or DAMAGED.
--@include clock
--@include late
--@include state
--@include lease
--@include unreadable
local now = clock()
local state = redis.call('HGET', KEYS[1], '~')
if not state then return 0 end
local before, expiresAt, fence, nonce, leaseUntil = string.match(state, LEASE)
if not before then return unreadable(state) end
if expiresAt + 0 <= now or fence ~= ARGV[3] or nonce ~= ARGV[4] then return 0 end
-- Only a release, or a waiter that leaves, leaves a grant with the end 0.
if ARGV[5] == '0' and ARGV[6] == '1' and leaseUntil == '0' then return 1 end
if leaseUntil + 0 <= now then return 0 end
local late = refusalIfLate(now)
if late then return late end

leaseUntil = ARGV[5] == '0' and 0 or now + ARGV[5]
redis.call('HSET', KEYS[1], '~', before .. ' ' .. fence .. ' ' .. nonce .. ' ' .. leaseUntil)
return 1
