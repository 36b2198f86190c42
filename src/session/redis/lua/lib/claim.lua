-- The state of the session that an index member stands for, if it has expired; whatever else the member stands for is put right:
-- one without a session is removed, one of a living session gets its expiry.
local function expiredState(session, byExpiry, byCreation, member, now)
  local state = redis.call('HGET', session, '~')
  local _, expiresAt, _, createdAt = string.match(state or '', DATES)
  if state and not createdAt then return nil end
  if not state or createdAt + 0 ~= string.sub(member, 1, 15) + 0 then
    redis.call('ZREM', byExpiry, member)
    redis.call('ZREM', byCreation, member)
    return nil
  end
  if expiresAt + 0 <= now then return state end
  redis.call('ZADD', byExpiry, expiresAt, member)
  return nil
end

-- The token of the clean-up that has the session in hand, if one has; a claim is `until token`.
local function claimant(session, now)
  local claim = redis.call('HGET', session, '~q')
  local claimedUntil, token = string.match(claim or '', '^(%d+) (%S+)$')
  return token, claim and claimedUntil + 0 > now
end
