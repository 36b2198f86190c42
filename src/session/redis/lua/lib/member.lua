-- A session's member of both indexes; in their lexical order sessions stand by creation.
local function memberOf(createdAt, sessionId)
  return string.format('%015.0f.%s', createdAt, sessionId)
end
