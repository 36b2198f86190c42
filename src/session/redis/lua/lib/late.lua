-- The reply to a write that would come after its notAfter; nothing for one in time.
local function refusalIfLate(now)
  if ARGV[2] ~= '' and now > ARGV[2] + 0 then return redis.error_reply('OPEXPIRED ' .. now) end
end
