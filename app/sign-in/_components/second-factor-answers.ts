/** The answers that mean: all was right so far, now the code of the authenticator app. */
export const CODE_ANSWERS: ReadonlyMap<string, string | null> = new Map([
  ['second-factor.required', null],
  [
    'second-factor.wrong',
    'That code is wrong or was used already. Wait for the next one, or use a recovery code.',
  ],
  ['second-factor.locked', 'Too many wrong codes. Wait 15 minutes, or use a recovery code.'],
  ['second-factor.unreadable', 'Codes of this account cannot be checked now. Use a recovery code.'],
])
