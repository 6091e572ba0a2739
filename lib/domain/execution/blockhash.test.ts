import { expect, it } from 'vitest'
import { soundExpiry } from './blockhash'

it.each([
  ['is taken as told where it is plausible', 1_150n, 1_150n],
  ['of a node a little ahead too', 1_222n, 1_222n],
  ['that comes too early is put off to the latest there can be', 1_059n, 1_222n],
  ['that is past already too', 10n, 1_222n],
  ['that is a slot instead of a height ends all the same', 460_000_000n, 1_222n],
])('an expiry %s', (_, told, sound) =>
  expect(soundExpiry({ blockhash: 'b', lastValidBlockHeight: told }, 1_000n)).toEqual({
    blockhash: 'b',
    lastValidBlockHeight: sound,
  }),
)
