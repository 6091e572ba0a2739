/** Positions around a price, and what they come to: net liquidity by tick and what is in range. */
export const anyPositions = (
  random,
  { current, spacing, span, most, least = -443_636, highest = 443_636 },
) => {
  const down = (tick) => Math.floor(tick / spacing) * spacing
  const within = (tick) => Math.max(Math.ceil(least / spacing) * spacing, Math.min(down(highest), down(tick)))
  const nets = new Map()
  let liquidity = 0n
  const count = random.int(1, 8)
  for (let made = 0; made < count; made += 1) {
    const [one, other] = [0, 0].map(() => within(random.int(current - span, current + span)))
    const [lower, upper] =
      made === 0
        ? [within(current - random.int(1, span)), within(current + spacing + random.int(1, span))]
        : [Math.min(one, other), Math.max(one, other)]
    if (lower === upper) continue
    const amount = random.sized(1n << 20n, most)
    nets.set(lower, (nets.get(lower) ?? 0n) + amount)
    nets.set(upper, (nets.get(upper) ?? 0n) - amount)
    if (lower <= current && current < upper) liquidity += amount
  }
  return { nets, liquidity }
}
