import type { z } from 'zod'
import {
  accountAnswer,
  beginTotpAnswer,
  recoveryCodesAnswer,
  signedOutAnswer,
  type AccountView,
} from '@/lib/contracts/account'
import { preferencesAnswer, type PreferencesView } from '@/lib/contracts/preferences'
import { callApi, parseAnswer } from './api-client'

const send = async <S extends z.ZodType>(
  schema: S,
  method: 'POST' | 'PUT',
  path: string,
  body: unknown = {},
): Promise<z.output<S>> =>
  parseAnswer(schema, await callApi(`/account${path}`, { method, body: JSON.stringify(body) }))

export const beginTotp = (password: string) =>
  send(beginTotpAnswer, 'POST', '/totp', password === '' ? {} : { password })

export const confirmTotp = async (code: string): Promise<string[]> =>
  (await send(recoveryCodesAnswer, 'POST', '/totp/confirm', { code })).recoveryCodes

export const renewRecoveryCodes = async (code: string): Promise<string[]> =>
  (await send(recoveryCodesAnswer, 'POST', '/totp/recovery-codes', { code })).recoveryCodes

export const disableTotp = async (code: string): Promise<AccountView> =>
  (await send(accountAnswer, 'POST', '/totp/disable', { code })).account

export const changePassword = (input: { password: string; newPassword: string; totp?: string }) =>
  send(signedOutAnswer, 'POST', '/password', input)

export const signOutEverywhere = () => send(signedOutAnswer, 'POST', '/sign-out-everywhere')

export const savePreferences = async (input: PreferencesView): Promise<PreferencesView> =>
  (await send(preferencesAnswer, 'PUT', '/preferences', input)).preferences
