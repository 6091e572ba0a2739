import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import next from 'next'
import { webComposition } from '@/lib/composition/web'
import { applyNextAuthEnvironment } from '@/lib/config/next-auth-environment'
import { loadWebConfig, type WebConfig } from '@/lib/config/web-config'
import { errorMessage } from '@/lib/errors'
import { createTrustedProxies } from '@/lib/http/client-address'
import {
  apiContentSecurityPolicy,
  commonSecurityHeaders,
  pageContentSecurityPolicy,
} from '@/lib/http/security-headers'
import { listen } from './listen'
import { createHostCheck, vouchFor } from './request-headers'
import { onStopSignal, stopServer } from './shutdown'
import { answerProblem, unusable } from './unusable-request'

const GRACE_MS = 10_000

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Next reads the nonce for its scripts from the policy in the request's own headers. */
const secureHeaders = (request: IncomingMessage, response: ServerResponse, dev: boolean): void => {
  for (const [name, value] of Object.entries(commonSecurityHeaders)) response.setHeader(name, value)
  if (request.url?.startsWith('/_next/static/')) return
  if (request.url?.startsWith('/api/')) {
    response.setHeader('content-security-policy', apiContentSecurityPolicy(request.url))
    return
  }
  const policy = pageContentSecurityPolicy(randomBytes(16).toString('base64'), { dev })
  request.headers['content-security-policy'] = policy
  response.setHeader('content-security-policy', policy)
}

const createHandler = (config: WebConfig, handle: Handler) => {
  const trusted = createTrustedProxies(config.trustProxy)
  const isOurHost = createHostCheck(config)
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (!isOurHost(request.headers.host)) {
      response.writeHead(421, { 'content-type': 'text/plain' })
      response.end(`JARVIS is not reached under this name. Open http://${config.host}:${config.port}.\n`)
      return
    }
    const problem = unusable(request)
    if (problem) {
      void answerProblem(response, problem)
      return
    }
    vouchFor(request, trusted)
    secureHeaders(request, response, config.dev)
    handle(request, response).catch((error: unknown) => {
      webComposition().logger.error({ err: error, url: request.url }, 'Request failed outside the routes')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }
}

const start = async (): Promise<void> => {
  const config = loadWebConfig()
  applyNextAuthEnvironment(config)
  const web = webComposition()
  await web.assertInstallation()

  const app = next({ dev: config.dev, hostname: config.host, port: config.port })
  await app.prepare()
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16 * 1024 },
    createHandler(config, app.getRequestHandler()),
  )
  if (config.dev) server.on('upgrade', app.getUpgradeHandler())
  await listen(server, config.host, config.port)
  const { port } = server.address() as AddressInfo
  web.logger.info({ mode: config.mode, url: `http://${config.host}:${port}` }, 'JARVIS web is listening')

  onStopSignal((signal) => {
    web.logger.info({ signal }, 'Stopping: live streams end, running requests may finish')
    const stopped = stopServer(server, GRACE_MS)
    web.beginStop()
    void stopped
      .then(async (finished) => {
        if (!finished)
          web.logger.warn(`Some requests did not finish within ${GRACE_MS / 1000} s and were cut`)
        await web.close()
      })
      .finally(() => process.exit(0))
  })
}

start().catch((error: unknown) => {
  // What the operator can put right is told in a line; anything else is a bug and keeps its stack.
  const forPeople = ['ConfigError', 'StartError', 'WrongInstallationError']
  const known = error instanceof Error && forPeople.includes(error.name)
  console.error(known || !(error instanceof Error) ? errorMessage(error) : error.stack)
  process.exit(1)
})
