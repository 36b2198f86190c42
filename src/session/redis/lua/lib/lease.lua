-- Splits a state at its lease, which comes last: everything before it, expiresAt, fence, nonce, leaseUntil.
local LEASE = '^(1 %S+ %d+ (%d+) .+) (%d+) (%S+) (%d+)$'
