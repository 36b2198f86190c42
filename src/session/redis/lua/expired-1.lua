#!lua flags=no-writes
-- Members of a bucket's index by expiry that have expired, oldest first, each followed by its expiry.
-- KEYS index by expiry
-- ARGV now, -, how many to pass by, how many
--@include clock
return redis.call('ZRANGE', KEYS[1], '-inf', clock(), 'BYSCORE', 'LIMIT', ARGV[3], ARGV[4], 'WITHSCORES')
