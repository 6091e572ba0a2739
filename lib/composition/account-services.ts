import type { PreferencesInput } from '@/lib/contracts/preferences'
import { beginTotp } from '@/lib/services/auth/begin-totp'
import { changePassword, type ChangePasswordInput } from '@/lib/services/auth/change-password'
import { confirmTotp } from '@/lib/services/auth/confirm-totp'
import { disableTotp } from '@/lib/services/auth/disable-totp'
import { getAccount } from '@/lib/services/auth/get-account'
import { renewRecoveryCodes } from '@/lib/services/auth/renew-recovery-codes'
import { signOutEverywhere } from '@/lib/services/auth/sign-out-everywhere'
import { requireSecondFactor, type SecondFactorDeps } from '@/lib/services/auth/verify-totp'
import { getPreferences } from '@/lib/services/preferences/get-preferences'
import { setPreferences } from '@/lib/services/preferences/set-preferences'
import { exportJournal, type ExportJournalInput } from '@/lib/services/journal/export-journal'
import type { Context } from '@/lib/services/context'

/** What a user may do with their own account. */
export const createAccountServices = (deps: SecondFactorDeps) => ({
  getAccount: (ctx: Context) => getAccount(deps, ctx),
  requireSecondFactor: (userId: number, code: string | undefined) => requireSecondFactor(deps, userId, code),
  beginTotp: (ctx: Context, input: Parameters<typeof beginTotp>[2]) => beginTotp(deps, ctx, input),
  confirmTotp: (ctx: Context, input: { code: string }) => confirmTotp(deps, ctx, input),
  disableTotp: (ctx: Context, input: { code: string }) => disableTotp(deps, ctx, input),
  renewRecoveryCodes: (ctx: Context, input: { code: string }) => renewRecoveryCodes(deps, ctx, input),
  changePassword: (ctx: Context, input: ChangePasswordInput) => changePassword(deps, ctx, input),
  getPreferences: (ctx: Context) => getPreferences(deps, ctx),
  setPreferences: (ctx: Context, input: PreferencesInput) => setPreferences(deps, ctx, input),
  exportJournal: (ctx: Context, input: ExportJournalInput) => exportJournal(deps, ctx, input),
  signOutEverywhere: (ctx: Context) => signOutEverywhere(deps, ctx),
})
