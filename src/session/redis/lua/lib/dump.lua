-- A whole hash as one text, led by the time: `now`, then name and value of each field, in lines (neither names nor JSON texts hold a
-- line feed). Binary: `now`, then name and length of each field, in lines; an empty line; the values without anything between them.
local function dump(now, all, binary)
  if not binary then return now .. '\n' .. table.concat(all, '\n') end
  local values = {}
  for i = 2, #all, 2 do
    values[i / 2] = all[i]
    all[i] = #all[i]
  end
  return now .. '\n' .. table.concat(all, '\n') .. '\n\n' .. table.concat(values)
end
