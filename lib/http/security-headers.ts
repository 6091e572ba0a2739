/** For every answer of the server, pages included. */
export const commonSecurityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=(), microphone=(self)',
}

const NEVER_RENDERED = "default-src 'none'; frame-ancestors 'none'"

/** Of everything below /api/; next-auth's sign-out form is the one thing there that is shown. */
export const apiContentSecurityPolicy = (path: string): string =>
  path.startsWith('/api/auth/')
    ? `${NEVER_RENDERED}; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'`
    : NEVER_RENDERED

/** For the API: never stored, never rendered. */
export const apiSecurityHeaders: Readonly<Record<string, string>> = {
  ...commonSecurityHeaders,
  'cache-control': 'no-store',
  'content-security-policy': NEVER_RENDERED,
}

/**
 * For pages. Scripts run only with the answer's own nonce. Styles may be inline: charts and
 * positioned popovers set them on elements. `dev` allows what the development server's reloading needs.
 */
export const pageContentSecurityPolicy = (nonce: string, options: { dev: boolean }): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self' data:",
    `connect-src 'self'${options.dev ? ' ws: wss:' : ''}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
