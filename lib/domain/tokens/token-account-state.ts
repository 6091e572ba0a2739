import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from './well-known'

const STATE_OFFSET = 108
const ACCOUNT_BYTES = 165
const FROZEN = 2

/** Whether a token account of either program is frozen: nothing leaves it until its mint's freeze authority thaws it. */
export const isFrozenAccount = ({ owner, data }: { owner: string; data: Uint8Array }): boolean =>
  (owner === TOKEN_PROGRAM || owner === TOKEN_2022_PROGRAM) &&
  data.length >= ACCOUNT_BYTES &&
  data[STATE_OFFSET] === FROZEN
