/**
 * Square roots of 1.0001^tick in Q64.64, to the last bit as two programs work them out. Sources: orca-so/whirlpools
 * at 630c0e0, programs/whirlpool/src/math/tick_math.rs; raydium-io/raydium-clmm at 03b44b7,
 * programs/amm/src/libraries/tick_math.rs.
 */

export const MIN_TICK = -443_636
export const MAX_TICK = 443_636
const U128_MAX = (1n << 128n) - 1n

/** 1.0001^(2^i / 2) in Q32.96. */
const ORCA_UP = [
  79232123823359799118286999567n,
  79236085330515764027303304731n,
  79244008939048815603706035061n,
  79259858533276714757314932305n,
  79291567232598584799939703904n,
  79355022692464371645785046466n,
  79482085999252804386437311141n,
  79736823300114093921829183326n,
  80248749790819932309965073892n,
  81282483887344747381513967011n,
  83390072131320151908154831281n,
  87770609709833776024991924138n,
  97234110755111693312479820773n,
  119332217159966728226237229890n,
  179736315981702064433883588727n,
  407748233172238350107850275304n,
  2098478828474011932436660412517n,
  55581415166113811149459800483533n,
  38992368544603139932233054999993551n,
] as const
/** 1.0001^(-2^i / 2) in Q64.64. */
const ORCA_DOWN = [
  18445821805675392311n,
  18444899583751176498n,
  18443055278223354162n,
  18439367220385604838n,
  18431993317065449817n,
  18417254355718160513n,
  18387811781193591352n,
  18329067761203520168n,
  18212142134806087854n,
  17980523815641551639n,
  17526086738831147013n,
  16651378430235024244n,
  15030750278693429944n,
  12247334978882834399n,
  8131365268884726200n,
  3584323654723342297n,
  696457651847595233n,
  26294789957452057n,
  37481735321082n,
] as const
/** The same, as Raydium rounds them. */
const RAYDIUM_DOWN = [
  0xfffcb933bd6fb800n,
  0xfff97272373d4000n,
  0xfff2e50f5f657000n,
  0xffe5caca7e10f000n,
  0xffcb9843d60f7000n,
  0xff973b41fa98e800n,
  0xff2ea16466c9b000n,
  0xfe5dee046a9a3800n,
  0xfcbe86c7900bb000n,
  0xf987a7253ac65800n,
  0xf3392b0822bb6000n,
  0xe7159475a2caf000n,
  0xd097f3bdfd2f2000n,
  0xa9f746462d9f8000n,
  0x70d869a156f31c00n,
  0x31be135f97ed3200n,
  0x9aa508b5b85a500n,
  0x5d6af8dedc582cn,
  0x2216e584f5fan,
] as const

/** The product of the factors whose bit is set in `tick`, each step rounded down. */
const product = (tick: number, factors: readonly bigint[], shift: bigint): bigint =>
  factors.reduce((ratio, factor, bit) => ((tick >> bit) & 1 ? (ratio * factor) >> shift : ratio), 1n << shift)

const orca = (tick: number): bigint =>
  tick >= 0 ? product(tick, ORCA_UP, 96n) >> 32n : product(-tick, ORCA_DOWN, 64n)

const raydium = (tick: number): bigint => {
  const ratio = product(Math.abs(tick), RAYDIUM_DOWN, 64n)
  return tick > 0 ? U128_MAX / ratio : ratio
}

/** The same few ticks are asked for with every swap. */
const remembered = (price: (tick: number) => bigint): ((tick: number) => bigint) => {
  const known = new Map<number, bigint>()
  return (tick) => {
    const within = Math.max(MIN_TICK, Math.min(MAX_TICK, tick))
    const found = known.get(within)
    if (found !== undefined) return found
    if (known.size > 100_000) known.clear()
    const made = price(within)
    known.set(within, made)
    return made
  }
}

export const orcaSqrtPrice = remembered(orca)
export const raydiumSqrtPrice = remembered(raydium)
