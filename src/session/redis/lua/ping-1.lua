#!lua flags=no-writes
-- A sign of life of the server that holds a key.
-- KEYS any
-- ARGV now, -
return 1
