import { AppError } from '@/lib/errors'
import { addressKey } from '../client-address'
import { assertAllowed } from './policy'
import type { Count, RateLimiter } from './rate-limiter'

const accountFrom = (address: string, account: string): Count => ({
  bucket: 'user',
  key: `sign-in:${account}:${addressKey(address)}`,
})

/**
 * Guessing a password is slowed per account and address (so nobody locks somebody else out), per
 * account over all addresses, and, where the route has not done so already, per address.
 */
export const createSignInThrottle = (
  limiter: RateLimiter,
  now: () => Date,
  options: { countAddress: boolean },
) => ({
  attempt: async (address: string, account: string): Promise<void> => {
    if (account.length > 254) throw new AppError('validation', 'email is too long.')
    // One after the other: what one count refused must not use up the next, or a single address could
    // close an account to everybody.
    const counts: Count[] = [
      ...(options.countAddress ? [{ bucket: 'address', key: addressKey(address) } as const] : []),
      accountFrom(address, account),
      { bucket: 'address', key: `sign-in:${account}` },
    ]
    for (const count of counts) assertAllowed(await limiter.count([count]), 'user', now().getTime())
  },
  succeeded: (address: string, account: string): Promise<void> =>
    limiter.forget(accountFrom(address, account)),
})
