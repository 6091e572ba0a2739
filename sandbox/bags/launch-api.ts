import type { VendorReply, VendorRequest } from '@/sandbox/http/exchange'
import type { Launch } from '@/sandbox/launches/launchpad'
import { answer, refusal, type BagsWorld } from './bags-world'

const FEED_LENGTH = 100

/** GET /token-launch/feed: the newest launches. */
export const launchFeed = (world: BagsWorld): VendorReply =>
  answer(
    world.launchpad
      .list()
      .slice(0, FEED_LENGTH)
      .map((launch) => ({
        name: launch.name,
        symbol: launch.symbol,
        description: `${launch.name} was launched in the sandbox.`,
        image: `${launch.uri}/image.png`,
        tokenMint: launch.mint,
        status: launch.status,
        ...socials(launch),
        launchSignature: world.chain.signaturesFor(launch.curve.address).at(-1) ?? null,
        accountKeys: [launch.creator],
        numRequiredSigners: 1,
        uri: launch.uri,
        dbcPoolKey: launch.curve.address,
        dbcConfigKey: launch.curve.config,
      })),
  )

/** Not every creator shows where they can be found. */
const socials = ({ mint, symbol }: Launch) => {
  const kind = mint.charCodeAt(1) % 3
  return {
    twitter: kind === 0 ? null : `https://x.com/${symbol.toLowerCase()}`,
    website: kind === 2 ? `https://${symbol.toLowerCase()}.example` : null,
  }
}

const poolKeys = ({ mint, curve, graduated }: Launch) => ({
  tokenMint: mint,
  dbcConfigKey: curve.config,
  dbcPoolKey: curve.address,
  dammV2PoolKey: graduated?.address ?? null,
})

/** GET /solana/bags/pools. */
export const bagsPools = (world: BagsWorld, { query }: VendorRequest): VendorReply => {
  const onlyMigrated = query.get('onlyMigrated') === 'true'
  const launches = world.launchpad.list().filter(({ graduated }) => !onlyMigrated || graduated)
  return answer(launches.map(poolKeys))
}

/** GET /solana/bags/pools/token-mint. */
export const bagsPoolOf = (world: BagsWorld, request: VendorRequest): VendorReply =>
  answer(poolKeys(launchOf(world, request)))

/** GET /token-launch/lifetime-fees: lamports as text. */
export const lifetimeFees = (world: BagsWorld, request: VendorRequest): VendorReply => {
  const { curve } = launchOf(world, request)
  const held = world.meteora.balance(curve.quoteVault) - world.meteora.quoteReserve(curve)
  return answer((held > 0n ? held : 0n).toString())
}

/** GET /token-launch/creator/v3. */
export const creators = (world: BagsWorld, request: VendorRequest): VendorReply => {
  const { creator } = launchOf(world, request)
  const username = `creator-${creator.slice(0, 4)}`
  return answer([
    {
      ...{ username, pfp: '', royaltyBps: 10_000, isCreator: true, wallet: creator },
      ...{ provider: 'twitter', providerUsername: username },
    },
  ])
}

function launchOf(world: BagsWorld, { query }: VendorRequest): Launch {
  const mint = query.get('tokenMint')
  if (!mint) throw refusal(400, 'tokenMint is required')
  const launch = world.launchpad.find(mint)
  if (!launch) throw refusal(404, 'Resource not found')
  return launch
}
