import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** `column in (userIds)` as one parameter: one prepared statement and one plan for one user and for many. */
export const oneOfUsers = (column: AnyColumn, userIds: readonly number[]): SQL<boolean> =>
  sql`${column} = any(${`{${userIds.join(',')}}`}::integer[])`
