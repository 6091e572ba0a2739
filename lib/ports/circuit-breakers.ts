import type { Passage } from '@/lib/domain/execution/circuit'

/** Shared by all processes as far as they can be reached; none of these ever throws or holds a caller up for long. */
export interface CircuitBreakers {
  ask(service: string): Promise<Passage>
  succeeded(service: string): Promise<void>
  failed(service: string): Promise<void>
}
