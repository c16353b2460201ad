-- Pages of staff, one address after the other. Argument: file of lines "cookie<TAB>address".
local common = require("common")
local requests, turn = {}, 0

function init(args)
   for _, line in ipairs(common.lines(args[1])) do
      local cookie, address = line:match("^(.-)\t(.*)$")
      requests[#requests + 1] = wrk.format("GET", address, { ["Cookie"] = cookie })
   end
end

function request()
   turn = turn % #requests + 1
   return requests[turn]
end

function done(summary, latency) common.done(summary, latency) end
