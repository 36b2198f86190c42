-- Size of a stored value as JSON text. Sealed: 01, length of the key id, key id, nonce (12), ciphertext, tag (16).
local function jsonBytes(value)
  if byte(value) == 1 then return #value - 30 - byte(value, 2) end
  return #value
end

-- A field that isn't stored is null; `escalated` is false.
local function bytesOfField(name, value)
  if value and value ~= '' then return jsonBytes(value) end
  return name == 'd:escalated' and 5 or 4
end

local function bytesOfEntry(name, value)
  return value and value ~= '' and #name - 2 + jsonBytes(value) or 0
end
