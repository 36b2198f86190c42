-- Those who wait for a session's lease, in the field ~w of its hash as one text: `waiter lapsesAt` of each, in order. A waiter that gave
-- no sign of life until `lapsesAt` has lost its place.
local function lineOf(text, now)
  local line = {}
  for waiter, lapsesAt in string.gmatch(text or '', '(%S+) (%d+)') do
    if lapsesAt + 0 > now then line[#line + 1] = { waiter = waiter, lapsesAt = lapsesAt } end
  end
  return line
end

-- Writes the line; `before` is its text until now, if it had one.
local function keepLine(session, line, before)
  local places = {}
  for i, place in ipairs(line) do places[i] = place.waiter .. ' ' .. place.lapsesAt end
  if #places > 0 then
    redis.call('HSET', session, '~w', table.concat(places, ' '))
  elseif before then
    redis.call('HDEL', session, '~w')
  end
end
