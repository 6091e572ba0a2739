import { z } from 'zod'
import { reply, type VendorReply } from '@/sandbox/http/exchange'
import type { Launch } from '@/sandbox/launches/launchpad'
import type { Market } from '@/sandbox/market/market'
import { parseBody } from './input'

const launchInput = z.strictObject({
  symbol: z
    .string('must be a text')
    .regex(/^[A-Za-z0-9]{1,10}$/, 'must be 1 to 10 letters and digits')
    .optional(),
  graduate: z.boolean('must be true or false').optional(),
  rug: z.boolean('must be true or false').optional(),
  migrationSlots: z.number('must be a number').int('must be whole').min(1).max(100_000).optional(),
})

export const launchRow = ({ mint, symbol, name, status, creator, curve, graduated }: Launch) => ({
  ...{ mint, symbol, name, status, creator },
  dbcPoolKey: curve.address,
  dammV2PoolKey: graduated?.address ?? null,
})

/**
 * POST /control/launches. A symbol that no launch has makes one, as no symbol does (201); one that is known names it.
 * `graduate` buys its curve up (`migrationSlots` until its next pool opens), `rug` sells all that others hold. Answers the launch as it is now.
 */
export function changeLaunch(market: Market, body: string): VendorReply {
  const { symbol, graduate, rug, migrationSlots } = parseBody(launchInput, body)
  const { launchpad } = market
  const known = symbol === undefined ? null : launchpad.bySymbol(symbol)
  const { mint } = known ?? launchpad.launch(symbol)
  if (graduate) launchpad.graduate(mint, migrationSlots === undefined ? undefined : BigInt(migrationSlots))
  if (rug) launchpad.rug(mint)
  return reply(known ? 200 : 201, launchRow(launchpad.find(mint)!))
}
