import { Account, LiteSvm } from 'litesvm/dist/internal.js'
import { decodeAddress, encodeAddress } from './addresses'
import type { ChainAccount } from './chain-types'

/**
 * The virtual machine with its own blockhash check and history switched off: it would accept only the single
 * newest blockhash and remember only a few transactions, so the chain keeps both windows itself.
 */
export function openSvm(saved?: Uint8Array): LiteSvm {
  const svm = saved ? LiteSvm.fromBytes(saved) : new LiteSvm()
  if (!saved) svm.withNativeMints()
  svm.setTransactionHistory(0n)
  svm.setBlockhashCheck(false)
  svm.setSigverify(true)
  return svm
}

export function readAccount(svm: LiteSvm, address: string): ChainAccount | null {
  const account = svm.getAccount(decodeAddress(address))
  return account ? toChainAccount(account) : null
}

/** As `readAccount`, without copying the code of programs, which is large and of no interest to balances. */
export function glanceAccount(svm: LiteSvm, address: string): ChainAccount | null {
  const account = svm.getAccount(decodeAddress(address))
  if (!account?.executable()) return account ? toChainAccount(account) : null
  const owner = encodeAddress(account.owner())
  return { lamports: account.lamports(), owner, data: new Uint8Array(), executable: true }
}

export function toChainAccount(account: Account): ChainAccount {
  return {
    lamports: account.lamports(),
    owner: encodeAddress(account.owner()),
    data: account.data(),
    executable: account.executable(),
  }
}

export function writeAccount(svm: LiteSvm, address: string, account: ChainAccount): void {
  const { lamports, data, owner, executable } = account
  svm.setAccount(decodeAddress(address), new Account(lamports, data, decodeAddress(owner), executable, 0n))
}
