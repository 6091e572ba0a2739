import { createHash } from 'node:crypto'
import { AccountLayout } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AccountStore } from './account-store'
import { TOKEN_PROGRAM } from './addresses'
import type { ChainAccount } from './chain-types'
import { openSvm, readAccount } from './svm'

const named = (name: string): string => new PublicKey(createHash('sha256').update(name).digest()).toBase58()
const ADDRESSES = ['a', 'b', 'c'].map(named)
const OWNERS = ['anna', 'bert'].map(named)
const MINTS = ['one', 'two'].map(named)
const KEPT_SLOTS = 64n

const tokenAccount = (owner: string, mint: string, amount: bigint): ChainAccount => {
  const data = new Uint8Array(AccountLayout.span)
  const nobody = { delegateOption: 0 as const, delegate: PublicKey.default, delegatedAmount: 0n }
  const open = { state: 1, isNativeOption: 0 as const, isNative: 0n }
  const close = { closeAuthorityOption: 0 as const, closeAuthority: PublicKey.default }
  const held = { mint: new PublicKey(mint), owner: new PublicKey(owner), amount }
  AccountLayout.encode({ ...held, ...nobody, ...open, ...close }, data)
  return { lamports: 2_039_280n, owner: TOKEN_PROGRAM, data, executable: false }
}
const CLOSED: ChainAccount = { lamports: 0n, owner: TOKEN_PROGRAM, data: new Uint8Array(), executable: false }

const write = fc.record({
  address: fc.constantFrom(...ADDRESSES),
  slots: fc.constantFrom(0n, 1n, 1n, 2n, 40n),
  account: fc.oneof(
    { weight: 1, arbitrary: fc.constant(CLOSED) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...OWNERS), fc.constantFrom(...MINTS), fc.bigInt({ min: 0n, max: 9n }))
        .map((token) => tokenAccount(...token)),
    },
  ),
})

it('finds by owner and by mint what reading every account would find, now and in each kept slot', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 25 }), fc.boolean(), (writes, strict) => {
      const svm = openSvm()
      const store = new AccountStore(svm)
      let slot = 100n
      for (const { address, slots, account } of writes) {
        for (let passed = 0n; passed < slots; passed++) store.prune(slot++)
        store.set(address, account, slot)
        for (const one of ADDRESSES) expect(store.get(one)).toEqual(readAccount(svm, one))
      }
      const seen = [undefined, ...Array.from({ length: Number(KEPT_SLOTS) }, (_, ago) => slot - BigInt(ago))]
      for (const at of seen) {
        const asOf = at === undefined ? undefined : { slot: at, strict }
        const holdings = ADDRESSES.flatMap((address) => {
          const account = store.get(address, asOf)
          return (account && store.holding({ address, account })) || []
        })
        const addressesOf = (found: { address: string }[]) => found.map(({ address }) => address).sort()
        for (const mint of MINTS) {
          const wanted = holdings.filter((holding) => holding.mint === mint)
          expect(addressesOf(store.tokenAccountsFor(mint, asOf))).toEqual(addressesOf(wanted))
        }
        const ofOwners = OWNERS.map((owner) => addressesOf(store.tokenAccountsOf(owner, asOf)))
        expect(ofOwners.flat().sort()).toEqual(addressesOf(holdings))
        expect(new Set(ofOwners.flat()).size).toBe(holdings.length)
      }
    }),
    { numRuns: 20 },
  )
})
