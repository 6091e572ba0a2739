import type { WebConfig } from './web-config'

/**
 * next-auth and Next read these from the process environment, so they are written there once,
 * before either is loaded. Without a public URL next-auth takes its origin from the host the
 * browser used, which the server has checked by then.
 */
export const applyNextAuthEnvironment = (config: WebConfig, env: NodeJS.ProcessEnv = process.env): void => {
  env.NEXTAUTH_SECRET = config.authSecret
  env.NEXT_TELEMETRY_DISABLED = '1'
  if (config.publicUrl) {
    env.NEXTAUTH_URL = config.publicUrl
    return
  }
  delete env.NEXTAUTH_URL
  env.AUTH_TRUST_HOST = '1'
}
