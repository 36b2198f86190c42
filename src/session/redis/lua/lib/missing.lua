-- The reply for a session whose hash isn't there. A tombstone begins with the time until which it stands.
local function missing(tombstone, now)
  local stone = redis.call('GET', tombstone)
  return stone and string.match(stone, '^%d+') + 0 > now and DELETED or NOT_FOUND
end
