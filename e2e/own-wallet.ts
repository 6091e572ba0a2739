import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { BrowserContext } from '@playwright/test'
import bs58 from 'bs58'

export type OwnWallet = {
  address: string
  /** What it was asked to sign: texts as they are, transactions by their hash. */
  asked: string[]
  /** From now on it declines, or signs again. */
  decline: (on: boolean) => void
}

/**
 * A wallet of the Wallet Standard in every page of the context. Its key stays in this process; the page
 * meets only what a wallet's extension would put there.
 */
export const giveWallet = async (context: BrowserContext): Promise<OwnWallet> => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const address = bs58.encode(key)
  const asked: string[] = []
  let declines = false
  const signBytes = (bytes: Buffer): string => {
    if (declines) throw new Error('User rejected the request.')
    return sign(null, bytes, privateKey).toString('hex')
  }
  await context.exposeFunction('ownWalletText', (hex: string) => {
    const bytes = Buffer.from(hex, 'hex')
    asked.push(bytes.toString('utf8'))
    return signBytes(bytes)
  })
  await context.exposeFunction('ownWalletTransaction', (hex: string) => {
    const wire = Buffer.from(hex, 'hex')
    asked.push(createHash('sha256').update(wire).digest('hex'))
    // Fewer than 128 signatures, so their count is one byte; ours is the first, the payer's.
    const message = wire.subarray(1 + 64 * wire[0]!)
    Buffer.from(signBytes(message), 'hex').copy(wire, 1)
    return wire.toString('hex')
  })
  await context.addInitScript(announce, { address, key: [...key] })
  return { address, asked, decline: (on) => void (declines = on) }
}

/** Runs in the page. */
const announce = ({ address, key }: { address: string; key: number[] }): void => {
  type Listener = (change: object) => void
  const hands = window as unknown as Record<string, (hex: string) => Promise<string>>
  const toHex = (bytes: Uint8Array) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  const features = ['solana:signTransaction', 'solana:signMessage']
  const chains = ['solana:mainnet']
  const account = { address, publicKey: new Uint8Array(key), chains, features }
  const listeners: Listener[] = []
  let accounts: object[] = []
  const show = (next: object[]) => {
    accounts = next
    for (const listener of listeners) listener({ accounts })
  }
  const wallet = {
    version: '1.0.0',
    name: 'Own Wallet',
    icon: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    chains,
    get accounts() {
      return accounts
    },
    features: {
      'standard:connect': {
        version: '1.0.0',
        connect: async () => {
          show([account])
          return { accounts }
        },
      },
      'standard:disconnect': { version: '1.0.0', disconnect: async () => show([]) },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, listener: Listener) => {
          listeners.push(listener)
          return () => listeners.splice(listeners.indexOf(listener), 1)
        },
      },
      'solana:signMessage': {
        version: '1.1.0',
        signMessage: async ({ message }: { message: Uint8Array }) => [
          { signedMessage: message, signature: fromHex(await hands.ownWalletText!(toHex(message))) },
        ],
      },
      'solana:signTransaction': {
        version: '1.0.0',
        supportedTransactionVersions: ['legacy', 0],
        signTransaction: async ({ transaction }: { transaction: Uint8Array }) => [
          { signedTransaction: fromHex(await hands.ownWalletTransaction!(toHex(transaction))) },
        ],
      },
    },
  }
  const register = (api: { register: (wallet: object) => void }) => api.register(wallet)
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: register }))
  window.addEventListener('wallet-standard:app-ready', (event) =>
    register((event as CustomEvent<{ register: (wallet: object) => void }>).detail),
  )
}
