-- What both scripts share: lines of a file, and the result as one line of JSON.
local common = {}

function common.lines(path)
   local found = {}
   for line in io.lines(path) do found[#found + 1] = line end
   return found
end

function common.done(summary, latency)
   local errors = summary.errors
   local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format(
      'RESULT {"requests": %d, "seconds": %.6f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "most": %.3f, "wrong": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      latency:percentile(99) / 1e3, latency.max / 1e3, wrong))
end

return common
