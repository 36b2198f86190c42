-- The engine's own values of a session, in the field ~ as one text, separated by spaces, so that one read and one write move them:
--   schema incarnation changeSeq expiresAt version updatedAt opGeneration opCount opCountBefore
--   idleMs absoluteExpiresAt createdAt lastActivity bytes metadataKeys counters fence nonce leaseUntil
-- What every write moves comes first. nonce: - until the first lease. op*: the newest generation of the op window, how many op-ids it
-- holds, and how many the generation before it. The patterns match schema 1 only.
local HEAD = '^1 (%S+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (.+)$'
local TAIL = '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (%d+)$'

-- Replies of any script about a session that isn't there or can't be used.
local NOT_FOUND, DELETED, EXPIRED, SCHEMA_TOO_NEW, DAMAGED = 0, -1, -2, -3, -4
