import type { Redis } from 'ioredis'
import { z } from 'zod'
import { type RequestPriority, requestPriorities } from '../http/request-queue'

/** Most urgent first. */
export const levels = (Object.keys(requestPriorities) as RequestPriority[]).toSorted(
  (a, b) => requestPriorities[b] - requestPriorities[a],
)
export type Counts = Record<RequestPriority, number>

export type Ask = {
  /** Names the budget; all who ask under it share it. */
  name: string
  /** Names the asking process. */
  member: string
  windowMs: number
  /** Starts that a level may find in the window and still add its own. */
  caps: Counts
  wanted: Counts
  /** Started without asking: how many, how long ago. */
  untold: readonly { agoMs: number; count: number }[]
}

/** `waitMs`: when to ask again for what was not granted. */
export type Grant = { granted: Counts; waitMs: number }

/** A process that does not come back for what it waits for holds others up for this long at most, beyond its wait. */
const LATE_MS = 1_000

/** What starts within so much of the window counts as started at its end: a short list whatever the rate. */
const PARTS = 100

/**
 * KEYS: what was started (part of time -> count), and what waits (`level|member` -> until, since). ARGV: member, window,
 * late; then cap and wanted of each level, most urgent first; then ago and count of what is told late. Where another
 * process waits for something more urgent nothing is granted; where it waits for longer for something as urgent one is
 * left to it, so that processes take turns.
 */
const GRANT = `
local time = redis.call('time')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local member, window, late = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local part, levels = math.max(1, math.floor(window / ${PARTS})), ${levels.length}
local function start(at, count)
  redis.call('hincrby', KEYS[1], string.format('%d', math.ceil(at / part) * part), count)
end
for i = 4 + 2 * levels, #ARGV, 2 do start(now - tonumber(ARGV[i]), ARGV[i + 1]) end

local used, ends = 0, {}
local log = redis.call('hgetall', KEYS[1])
for i = 1, #log, 2 do
  local ending, count = tonumber(log[i]) + window, tonumber(log[i + 1])
  if ending <= now then redis.call('hdel', KEYS[1], log[i])
  else
    used = used + count
    ends[#ends + 1] = { ending, count }
  end
end
table.sort(ends, function(a, b) return a[1] < b[1] end)

local mine, others = {}, {}
local marks = redis.call('hgetall', KEYS[2])
for i = 1, #marks, 2 do
  local level, who = string.match(marks[i], '^(%d+)|(.*)$')
  local till, since = string.match(marks[i + 1], '^(%d+) (%d+)$')
  if tonumber(till) < now then redis.call('hdel', KEYS[2], marks[i])
  elseif who == member then mine[tonumber(level)] = tonumber(since)
  else others[#others + 1] = { tonumber(level), tonumber(since) } end
end

local granted, left, wait = {}, {}, -1
for level = 1, levels do
  local cap, wanted = tonumber(ARGV[2 + 2 * level]), tonumber(ARGV[3 + 2 * level])
  local since, ahead, outranked = mine[level] or now, 0, false
  for _, other in ipairs(others) do
    if other[1] < level then outranked = true
    elseif other[1] == level and other[2] < since then ahead = ahead + 1 end
  end
  local count = outranked and 0 or math.max(0, math.min(wanted, cap - used - ahead))
  used = used + count
  granted[level], left[level] = count, wanted - count
  if count > 0 then
    start(now, count)
    ends[#ends + 1] = { now + window, count }
  end
  if left[level] > 0 then
    local over, next = used + ahead + 1 - cap, 2 * part
    for _, ending in ipairs(ends) do
      if over <= 0 then break end
      over = over - ending[2]
      next = ending[1] - now
    end
    if wait < 0 or next < wait then wait = next end
  end
end
wait = math.max(1, math.ceil(wait))
for level = 1, levels do
  local mark = level .. '|' .. member
  if left[level] == 0 then redis.call('hdel', KEYS[2], mark)
  else
    local since = granted[level] > 0 and now or mine[level] or now
    redis.call('hset', KEYS[2], mark, string.format('%d %d', now + wait + late, since))
  end
end
redis.call('pexpire', KEYS[1], 2 * window)
redis.call('pexpire', KEYS[2], 2 * window + late)
granted[levels + 1] = wait
return granted`

const numbers = z.array(z.number().int().nonnegative()).length(levels.length + 1)

/** One round trip. Rejects when Redis does not answer. */
export const askRedis = async (redis: Redis, ask: Ask): Promise<Grant> => {
  const answer = numbers.parse(
    await redis.eval(
      GRANT,
      2,
      ...[`budget:{${ask.name}}:started`, `budget:{${ask.name}}:waiting`],
      ...[ask.member, ask.windowMs, LATE_MS],
      ...levels.flatMap((level) => [ask.caps[level], ask.wanted[level]]),
      ...ask.untold.flatMap(({ agoMs, count }) => [agoMs, count]),
    ),
  )
  const granted = Object.fromEntries(levels.map((level, at) => [level, answer[at]!])) as Counts
  return { granted, waitMs: answer.at(-1)! }
}
