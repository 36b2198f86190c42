-- Why a state that no pattern matches can't be used.
local function unreadable(state)
  local schema = string.match(state, '^(%d+) ')
  return schema and schema + 0 > 1 and SCHEMA_TOO_NEW or DAMAGED
end
