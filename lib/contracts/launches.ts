import { z } from 'zod'
import { scoreParts } from '@/lib/domain/launches/early-discovery-score'
import { launchStatuses } from '@/lib/domain/launches/launch-status'
import { cursorPage, decimalText, isoTime } from './primitives'

/** A token launched on bags.fm. Its texts and links are its creator's own: untrusted. */
export const launch = z.object({
  mint: z.string(),
  symbol: z.string(),
  name: z.string(),
  icon: z.string().nullable(),
  creator: z.string().nullable(),
  status: z.enum(launchStatuses),
  /** Where it trades: its bonding curve, or the pool that it graduated to. */
  pool: z.string().nullable(),
  curveProgressPct: decimalText.nullable(),
  liquidityUsd: decimalText.nullable(),
  volume24hUsd: decimalText.nullable(),
  holders: z.number().int().nullable(),
  twitter: z.string().nullable(),
  website: z.string().nullable(),
  /** 0 to 100: see docs/algorithms/early-discovery.md. */
  score: z.number().int(),
  scoreParts: z.array(
    z.object({
      part: z.enum(scoreParts),
      points: z.number().int(),
      most: z.number().int(),
      reason: z.string(),
    }),
  ),
  firstSeenAt: isoTime,
  graduatedAt: isoTime.nullable(),
  updatedAt: isoTime,
})
export type LaunchView = z.infer<typeof launch>

export const launchListQuery = z.object({
  status: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(launchStatuses)))
    .optional(),
  ...cursorPage,
})
export const launchListAnswer = z.object({ launches: z.array(launch), nextCursor: z.string().nullable() })
