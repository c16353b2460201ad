-- A resident's report without photos, as the page's script has it sent: a fresh uuid and another door each time.
-- Arguments: file of doors' addresses, CSRF cookie, CSRF token, seed.
local common = require("common")
local doors, headers, token

local TEXTS = {
   "村口的路灯三天不亮了,老人晚上走路看不清,请来看一看。", "楼下垃圾箱满了好几天,味道很大,请派人清运。",
   "门前的水沟堵了,下雨就积水,进出都要踩水。", "三单元楼道堆了很多旧家具,怕着火,请物业清一清。",
}

function init(args)
   doors, token = common.lines(args[1]), args[3]
   headers = {
      ["Cookie"] = "csrftoken=" .. args[2], ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Accept-Language"] = "zh-CN,zh;q=0.9",
      ["User-Agent"] = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36",
   }
   math.randomseed(tonumber(args[4]))
end

local function hex(digits)
   return string.format("%0" .. digits .. "x", math.random(0, 16 ^ digits - 1))
end

local function uuid()
   return hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-a" .. hex(3) .. "-" .. hex(6) .. hex(6)
end

local function escaped(text)
   return (text:gsub("[^%w%-._~]", function(letter) return string.format("%%%02X", letter:byte()) end))
end

function request()
   -- Every other resident leaves a number.
   local phone = math.random(2) == 1 and "" or string.format("139%08d", math.random(0, 99999999))
   local text = escaped(TEXTS[math.random(#TEXTS)] .. math.random(1000000))
   local body = "csrfmiddlewaretoken=" .. token .. "&uuid=" .. uuid() .. "&nature=help&text=" .. text ..
      "&photos=&phone=" .. phone .. "&name=&category="
   return wrk.format("POST", doors[math.random(#doors)], headers, body)
end

function done(summary, latency) common.done(summary, latency) end
