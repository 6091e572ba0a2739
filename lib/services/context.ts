/** Who asked: a person, a program, a rule, or the system itself. Stored with every change. */
export type Actor =
  | { kind: 'user'; id: string; ip?: string }
  | { kind: 'api-key'; id: string; ip?: string }
  | { kind: 'exit-rule'; id: string }
  | { kind: 'system'; id: string }

export type Context = {
  actor: Actor
  userId: number
  now: () => Date
  newId: () => string
}
