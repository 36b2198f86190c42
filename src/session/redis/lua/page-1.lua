#!lua flags=no-writes
-- Members of a bucket's index by creation, in order.
-- KEYS index by creation
-- ARGV now, -, - or ( and the member to start after, how many
return redis.call('ZRANGE', KEYS[1], ARGV[3], '+', 'BYLEX', 'LIMIT', 0, ARGV[4])
