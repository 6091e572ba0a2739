import { expect, it } from 'vitest'
import { walletFault } from './wallet-fault'

const named = (name: string, message: string) => Object.assign(new Error(message), { name })

it.each([
  [new Error('User rejected the request.'), /^Declined in the wallet/],
  [named('WalletSignTransactionError', 'Transaction cancelled'), /^Declined in the wallet/],
  [named('WalletNotConnectedError', ''), /Unlock it and connect again/],
  [new Error('Blockhash not found'), /The wallet answered: Blockhash not found\. Nothing was signed/],
  [new Error(''), /gave no answer/],
  ['odd', /gave no answer/],
])('says what %s means', (error, words) => expect(walletFault(error).message).toMatch(words))
