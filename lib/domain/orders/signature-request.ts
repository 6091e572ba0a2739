/**
 * An unsigned transaction is ended, or built anew, after this long. Its blockhash dies after some 60 s, and a
 * wallet takes time to be read and pressed.
 */
export const REQUEST_LASTS_MS = 45_000
