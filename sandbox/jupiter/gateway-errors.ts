import { reply } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'

/** What Jupiter's API gateway answers itself: no Retry-After, the reset as an absolute Unix time in seconds. */
export const jupiterGatewayErrors: VendorErrors = {
  rateLimited: (resetAtMs) =>
    reply(
      429,
      { code: 429, message: '[API Gateway] Too many requests' },
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-current': '60',
        'x-ratelimit-reset': String(Math.ceil(resetAtMs / 1_000)),
      },
    ),
  failed: (status) => reply(status, { code: status, message: `[API Gateway] ${REASONS[status] ?? 'Error'}` }),
}

const REASONS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
}
