-- wrk script: unique, signed debits of 0.01, each opening and finishing a round of its own. The secret, token and player come from the
-- environment. Signs through libcrypto, so that wrk itself is not what is measured.
local ffi = require("ffi")
ffi.cdef [[
  const void *EVP_sha256(void);
  unsigned char *HMAC(const void *md, const void *key, int key_len, const unsigned char *data, size_t n,
                      unsigned char *out, unsigned int *out_len);
]]
local crypto = ffi.load("crypto.so.3")
local out = ffi.new("unsigned char[32]")
local length = ffi.new("unsigned int[1]")
local hex = {}
for byte = 0, 255 do hex[byte] = string.format("%02x", byte) end

local secret = os.getenv("BENCH_SECRET")
local body_start = string.format('{"playerId":"%s","provider":"gameprovider","game":"fantasyquest","ip":"127.0.0.1",',
                                 os.getenv("BENCH_PLAYER")) ..
                   '"amount":0.01,"transactionType":"debit","roundFinished":true,'
local thread_count = 0
function setup(thread)
  thread:set("number", thread_count)
  thread_count = thread_count + 1
end

function init()
  wrk.method = "POST"
  headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Content-Type"] = "application/json",
              ["X-Request-ID"] = "6a1f8f5e-9a53-4c1e-8a55-0d8a6c1b7e10" }
  run = os.getenv("BENCH_RUN") .. "-" .. number .. "-"
  count = 0
end

function request()
  count = count + 1
  local id = run .. count
  local body = body_start .. '"transactionId":"' .. id .. '","roundId":"' .. id .. '"}'
  crypto.HMAC(crypto.EVP_sha256(), secret, #secret, body, #body, out, length)
  local digits = {}
  for i = 0, 31 do digits[i + 1] = hex[out[i]] end
  headers["X-HMAC-Signature"] = table.concat(digits)
  return wrk.format("POST", "/v1/transaction", headers, body)
end

function done(summary, latency)
  local failed = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.connect
  io.write(string.format('BENCH {"requests": %d, "failed": %d, "micros": %d, "p50": %d, "p99": %d}\n', summary.requests, failed,
                         summary.duration, latency:percentile(50), latency:percentile(99)))
end
