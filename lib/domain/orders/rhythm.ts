const UNITS = [
  { minutes: 1_440, one: 'day', many: 'days' },
  { minutes: 60, one: 'hour', many: 'hours' },
  { minutes: 1, one: 'minute', many: 'minutes' },
] as const

/** 60 -> "every hour", 90 -> "every 90 minutes". */
export const rhythm = (everyMinutes: number): string => {
  const unit = UNITS.find(({ minutes }) => everyMinutes % minutes === 0)!
  const count = everyMinutes / unit.minutes
  return count === 1 ? `every ${unit.one}` : `every ${count} ${unit.many}`
}
