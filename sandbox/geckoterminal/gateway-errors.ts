import { reply } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'

const RATE_LIMIT_MESSAGE =
  "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to subscribe to our API plans for higher rate limits."

/** CoinGecko's own wording of a full rate window; JSON:API errors otherwise. */
export const geckoTerminalErrors: VendorErrors = {
  rateLimited: (resetAtMs) =>
    reply(
      429,
      { status: { error_code: 429, error_message: RATE_LIMIT_MESSAGE } },
      { 'retry-after': String(Math.max(1, Math.ceil((resetAtMs - Date.now()) / 1_000))) },
    ),
  failed: (status) => jsonApiError(status, status === 504 ? 'Gateway Timeout' : 'Internal Server Error'),
}

export const jsonApiError = (status: number, title: string) =>
  reply(status, { errors: [{ status: String(status), title }] })
