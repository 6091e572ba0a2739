import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import {
  findSecondFactor,
  lockSecondFactor,
  type SecondFactorRow,
  unusedRecoveryCodes,
  updateSecondFactor,
  spendRecoveryCode,
} from '@/lib/db/second-factor-repository'
import { AppError } from '@/lib/errors'
import { hashRecoveryCode } from './recovery-code'
import { openTotpSecret, type SecondFactorKey } from './second-factor-seal'
import { matchTotp } from './totp'

/** `db` is the pool, never a caller's transaction: a wrong code counts even if what it was for is rolled back. */
export type SecondFactorDeps = { db: Database; secondFactorKey: SecondFactorKey; now: () => Date }

/** After this many wrong codes in a row each further one costs a wait. */
const FREE_FAILURES = 5
const LOCK_MS = 15 * 60_000

export type SecondFactorRefusal = 'required' | 'wrong' | 'locked' | 'unreadable'
type Verdict = 'passed' | SecondFactorRefusal

const SENTENCES: Record<SecondFactorRefusal, string> = {
  required: 'Enter the 6-digit code of your authenticator app, or a recovery code.',
  wrong:
    'The code is wrong or was used already. Wait for the next one in your authenticator app, or use a recovery code.',
  locked: `Too many wrong codes. Wait ${LOCK_MS / 60_000} minutes, or use a recovery code.`,
  unreadable:
    'Authenticator codes of this account cannot be checked, because AUTH_SECRET was changed after they were set up. Use a recovery code, then set the authenticator up again.',
}

/**
 * Does nothing for a user without an authenticator app. Otherwise uses up the code, which works once.
 * Call it before the transaction it guards. Throws AppError `forbidden`, with `secondFactor` saying why.
 */
export const requireSecondFactor = async (
  deps: SecondFactorDeps,
  userId: number,
  code: string | undefined,
): Promise<void> => {
  const enrolled = await findSecondFactor(deps.db, userId)
  if (!enrolled?.confirmedAt) return
  const given = code?.replace(/[\s-]/g, '') ?? ''
  const verdict =
    given === '' ? 'required' : await deps.db.transaction((tx) => judge(tx, deps, userId, given))
  if (verdict !== 'passed')
    throw new AppError('forbidden', SENTENCES[verdict], { extra: { secondFactor: verdict } })
}

const judge = async (
  tx: Executor,
  deps: SecondFactorDeps,
  userId: number,
  code: string,
): Promise<Verdict> => {
  const row = await lockSecondFactor(tx, userId)
  if (!row?.confirmedAt) return 'passed'
  return /^\d{6}$/.test(code) ? judgeTotp(tx, deps, row, code) : judgeRecoveryCode(tx, deps, userId, code)
}

const judgeTotp = async (
  tx: Executor,
  deps: SecondFactorDeps,
  row: SecondFactorRow,
  code: string,
): Promise<Verdict> => {
  const at = deps.now()
  if (row.lockedUntil && row.lockedUntil > at) return 'locked'
  const secret = openTotpSecret(deps.secondFactorKey, row.userId, row)
  if (!secret) return 'unreadable'
  const step = matchTotp(secret, code, at, row.lastStep)
  secret.fill(0)
  if (step !== null) {
    await updateSecondFactor(tx, row.userId, { lastStep: step, failures: 0, lockedUntil: null })
    return 'passed'
  }
  const failures = row.failures + 1
  const lockedUntil = failures >= FREE_FAILURES ? new Date(at.getTime() + LOCK_MS) : null
  await updateSecondFactor(tx, row.userId, { failures, lockedUntil })
  await recordAudit(tx, {
    userId: row.userId,
    actor: { kind: 'system', id: 'second-factor' },
    action: 'second-factor.refused',
    subject: String(row.userId),
    details: { failures, lockedUntil },
  })
  return 'wrong'
}

/** Not counted as a failure and not stopped by a lock: 80 bits cannot be guessed. */
const judgeRecoveryCode = async (
  tx: Executor,
  deps: SecondFactorDeps,
  userId: number,
  code: string,
): Promise<Verdict> => {
  if (!(await spendRecoveryCode(tx, userId, hashRecoveryCode(code), deps.now()))) return 'wrong'
  await updateSecondFactor(tx, userId, { failures: 0, lockedUntil: null })
  await recordAudit(tx, {
    userId,
    actor: { kind: 'system', id: 'second-factor' },
    action: 'recovery-code.used',
    subject: String(userId),
    details: { left: await unusedRecoveryCodes(tx, userId) },
  })
  return 'passed'
}
