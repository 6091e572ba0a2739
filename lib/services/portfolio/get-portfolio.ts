import type { PortfolioView } from '@/lib/contracts/positions'
import type { Context } from '../context'
import { getPortfolios, type GetPortfoliosDeps } from './get-portfolios'

/** What the account is worth now. Throws `not_found` without a trading wallet, and what reading its balance throws. */
export const getPortfolio = async (deps: GetPortfoliosDeps, ctx: Context): Promise<PortfolioView> => {
  const [outcome] = await getPortfolios(deps, [ctx.userId], ctx.now())
  if (outcome!.status === 'rejected') throw outcome!.reason
  return outcome!.value
}
