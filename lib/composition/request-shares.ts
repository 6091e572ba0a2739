/** Of what a vendor grants, while the processes cannot ask Redis. */
export const WORKER_SHARE = 0.75
export const WEB_SHARE = 0.25

/**
 * What a node grants counts for all processes together: the worker, which exits depend on, takes three quarters of it
 * and the web process the rest. Each may ask once a second in any case.
 */
export const workerShare = (rps: number): number => Math.max(1, rps * WORKER_SHARE)
export const webShare = (rps: number): number => Math.max(1, rps * WEB_SHARE)
