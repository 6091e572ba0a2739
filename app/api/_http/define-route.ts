import { webComposition } from '@/lib/composition/web'
import { createRouteDefiner } from '@/lib/http/define-route'
import { webRuntime } from './runtime'

export const defineRoute = createRouteDefiner(() => webRuntime().http)

/** The use cases, with everything they need. */
export const services = () => webComposition().services
