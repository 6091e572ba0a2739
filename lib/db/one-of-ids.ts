import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

/** `column in (ids)` as one parameter, so that lists of any length share one prepared statement. */
export const oneOfIds = (column: AnyColumn, ids: readonly string[]): SQL<boolean> =>
  sql`${column} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
