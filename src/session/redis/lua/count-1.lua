#!lua flags=no-writes
-- Counts the living sessions of a bucket.
-- KEYS index by expiry
-- ARGV now, -
--@include clock
return redis.call('ZCOUNT', KEYS[1], '(' .. clock(), '+inf')
