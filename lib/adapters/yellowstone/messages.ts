import { createRequire } from 'node:module'
import path from 'node:path'
import type * as Yellowstone from '@triton-one/yellowstone-grpc'

export type SubscribeRequest = Yellowstone.SubscribeRequest
export type SubscribeUpdate = Yellowstone.SubscribeUpdate

/**
 * The package's one entry loads a native client that is not used here: 60 ms more, and an error where there is none for
 * the machine. Its messages stand in a file of their own beside the entry.
 */
const load = createRequire(import.meta.url)
const folder = path.dirname(load.resolve('@triton-one/yellowstone-grpc'))

export const { CommitmentLevel, SlotStatus, SubscribeRequest, SubscribeUpdate } = load(
  path.join(folder, 'grpc', 'geyser.js'),
) as Pick<typeof Yellowstone, 'CommitmentLevel' | 'SlotStatus' | 'SubscribeRequest' | 'SubscribeUpdate'>
