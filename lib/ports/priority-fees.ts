import type { FeeLevels } from '@/lib/domain/execution/priority-fee'

/** What is being paid to be taken soon. */
export interface PriorityFeeSource {
  /** By transactions that use any of these accounts, pools above all; throws AppError when no node answers. */
  feeLevels(accounts: readonly string[]): Promise<FeeLevels>
}
