import { z } from 'zod'
import { httpUrl } from './fields'

export const geyserFields = { GEYSER_URL: httpUrl.optional(), GEYSER_TOKEN: z.string().optional() }

export type GeyserConfig = { url: string; token: string | undefined }

type GeyserValues = z.infer<z.ZodObject<typeof geyserFields>>

/** null: accounts are watched over the WebSocket of the RPC nodes. */
export const geyserFrom = ({ GEYSER_URL: url, GEYSER_TOKEN: token }: GeyserValues): GeyserConfig | null =>
  url === undefined ? null : { url, token }
