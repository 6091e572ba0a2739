const KEY_IN_QUERY = /([?&](?:api[-_]?key|key|token|access_token|secret|signature)=)[^&\s"'\\]+/gi
const CREDENTIALS_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/:@"'\\]*:[^\s/@"'\\]+@/gi
const BEARER = /(\bbearer\s+)[A-Za-z0-9._~+/=-]+/gi
const JWS = /\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g

/** In a line of JSON: from drizzle's list of values to the end of the text, or to its stack. */
const SQL_VALUES = /\\nparams: (?:[^"\\]|\\(?!n {4}at ).)*/g

/** Blanks the values of a failed query, and keys and passwords that ride in URLs and headers inside any text, such as a vendor's error message. */
export const redactUrls = (text: string): string =>
  text
    .replace(KEY_IN_QUERY, '$1[redacted]')
    .replace(CREDENTIALS_IN_URL, '$1[redacted]@')
    .replace(BEARER, '$1[redacted]')
    .replace(JWS, '[redacted]')
    .replace(SQL_VALUES, '\\nparams: [redacted]')
