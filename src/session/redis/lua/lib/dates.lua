-- Out of a state: incarnation, expiresAt, version, createdAt.
local DATES = '^1 (%S+) %d+ (%d+) (%d+) %d+ %d+ %d+ %d+ %d+ %d+ (%d+) '
