/**
 * Where to go after signing in or out: what was asked for if it is a page of this site, else the first
 * one. next-auth's own rule fails on what is no URL.
 */
export const withinSite = ({ url, baseUrl }: { url: string; baseUrl: string }): string => {
  const wanted = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null
  return wanted?.origin === new URL(baseUrl).origin ? wanted.href : baseUrl
}
