import { encoded, theirs } from './fixture.mjs'
import { anyStruct, bn } from './random.mjs'

const { PUMP_SDK } = theirs('@pump-fun/pump-sdk')

const someFees = (random) => ({
  lpFeeBps: bn(random.between(0n, 300n)),
  protocolFeeBps: bn(random.between(0n, 300n)),
  creatorFeeBps: bn(random.between(0n, 900n)),
})
const NO_FEES = { lpFeeBps: bn(0n), protocolFeeBps: bn(0n), creatorFeeBps: bn(0n) }

const someTiers = (random, least) =>
  Array.from({ length: random.int(least, 25) }, () => random.sized(0n, 10n ** 14n))
    .sort((one, other) => (one < other ? -1 : 1))
    .map((threshold) => ({ marketCapLamportsThreshold: bn(threshold), fees: someFees(random) }))

/** One of the three versions of the account, by its length. */
export const anyFeeConfig = (program, random) => {
  const value = {
    ...anyStruct('feeConfig', program.idl.types, random),
    ...{ flatFees: someFees(random), feeTiers: someTiers(random, 1), stableFeeTiers: someTiers(random, 0) },
    exoticFlatFees: random.chance(0.3) ? NO_FEES : someFees(random),
  }
  const data = encoded(program.coder, 'feeConfig', value, random.pick([2_512, 4_073, 4_097]))
  return { data, feeConfig: PUMP_SDK.decodeFeeConfig({ data }) }
}
