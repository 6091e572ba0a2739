import { Configuration, SwapApi } from '@jup-ag/api/dist/index.mjs'
import { ComputeBudgetProgram, PublicKey, TransactionMessage, VersionedTransaction } from '@solana/web3.js'
import { isAppError } from '@/lib/errors'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { RoundTripProbe } from '@/lib/ports/round-trip-probe'
import type { JupiterClient } from '../client'
import { instructionOf, readTables, whereItFits } from './swap-instructions'
import { exactAmount, vendorCall } from './swap-sdk'

/** Any price will do: the question is whether a sale is possible, not what it brings. */
const TOLERANCE_BPS = 5_000
/** Between the quote and the simulation the pool may move: not quite all that was quoted is sold. */
const SOLD_OF_QUOTED = 95n
const MAX_COMPUTE_UNITS = 1_400_000
/** Small routes, so that two of them fit into one transaction of 1,232 bytes. */
const MAX_ACCOUNTS = 24
/** Replaced by the node that simulates. */
const NO_BLOCKHASH = '11111111111111111111111111111111'

/** Through /swap/v1/swap-instructions: Jupiter's other endpoints give whole transactions, which cannot be joined. */
export const createRoundTripProbe = (client: JupiterClient, reader: AccountReader): RoundTripProbe => {
  const api = new SwapApi(
    new Configuration({
      basePath: `${client.baseUrl}/swap/v1`,
      fetchApi: client.fetchFor({ priority: 'quote' }),
    }),
  )
  const half = async (wallet: string, inputMint: string, outputMint: string, amount: bigint) => {
    const quote = await vendorCall(() =>
      api.quoteGet({
        inputMint,
        outputMint,
        amount: exactAmount(amount),
        slippageBps: TOLERANCE_BPS,
        swapMode: 'ExactIn',
        restrictIntermediateTokens: true,
        maxAccounts: MAX_ACCOUNTS,
      }),
    )
    const instructions = await vendorCall(() =>
      api.swapInstructionsPost({
        swapRequest: { userPublicKey: wallet, quoteResponse: quote, wrapAndUnwrapSol: false },
      }),
    )
    return { outAmount: BigInt(quote.outAmount), instructions }
  }

  return {
    prepare: async ({ wallet, payMint, mint, inputRaw }) => {
      const buy = await half(wallet, payMint, mint, inputRaw)
      const sellRaw = (buy.outAmount * SOLD_OF_QUOTED) / 100n
      const sell = sellRaw === 0n ? null : await wayBack(() => half(wallet, mint, payMint, sellRaw))
      if (!sell) return { kind: 'no_way_back' }
      const before = [
        ComputeBudgetProgram.setComputeUnitLimit({ units: MAX_COMPUTE_UNITS }),
        ...[...buy.instructions.setupInstructions, buy.instructions.swapInstruction].map(instructionOf),
        ...sell.instructions.setupInstructions.map(instructionOf),
      ]
      const message = new TransactionMessage({
        payerKey: new PublicKey(wallet),
        recentBlockhash: NO_BLOCKHASH,
        instructions: [...before, instructionOf(sell.instructions.swapInstruction)],
      })
      const tables = await readTables(
        reader,
        [buy, sell].flatMap(({ instructions }) => instructions.addressLookupTableAddresses),
      )
      const transaction = whereItFits(() =>
        new VersionedTransaction(message.compileToV0Message(tables)).serialize(),
      )
      return transaction ? { kind: 'ready', transaction, sellAt: before.length } : { kind: 'untestable' }
    },
  }
}

/** Null where the venue knows no route. */
const wayBack = async <T>(ask: () => Promise<T>): Promise<T | null> => {
  try {
    return await ask()
  } catch (error) {
    if (isAppError(error) && error.code === 'token.unknown') return null
    throw error
  }
}
