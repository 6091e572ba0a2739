import { randomBytes } from 'node:crypto'
import type { WalletMaker } from '@/lib/ports/signer'
import { addressOf, privateKeyFromSeed, SEED_BYTES } from './ed25519'
import { masterKeyId, sealSecret } from './envelope'

/** Makes trading wallets. `masterKey` has 32 bytes; a wrong length throws at once. */
export const createWalletMaker = ({ masterKey }: { masterKey: Uint8Array }): WalletMaker => {
  masterKeyId(masterKey)
  return {
    create: async ({ userId }) => {
      const seed = randomBytes(SEED_BYTES)
      try {
        const address = addressOf(privateKeyFromSeed(seed))
        return { address, ...sealSecret(masterKey, { userId, address }, seed) }
      } finally {
        seed.fill(0)
      }
    },
  }
}
