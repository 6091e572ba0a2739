/**
 * What a vendor grants counts for all processes together: the worker, which exits depend on, takes three quarters of it
 * and the web process the rest. Each may ask once a second in any case.
 */
export const workerShare = (rps: number): number => Math.max(1, rps * 0.75)
export const webShare = (rps: number): number => Math.max(1, rps * 0.25)
