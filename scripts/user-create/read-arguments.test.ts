import { expect, it } from 'vitest'
import { readArguments } from './read-arguments'

it('reads an address and what goes with it', () => {
  expect(readArguments(['ada@example.com'])).toEqual({
    email: 'ada@example.com',
    displayName: 'ada',
    isAdmin: false,
    generate: false,
  })
  expect(readArguments(['--admin', '--name', ' Ada L ', 'ada@example.com', '--generate'])).toEqual({
    email: 'ada@example.com',
    displayName: 'Ada L',
    isAdmin: true,
    generate: true,
  })
})

it('refuses what it does not understand, a password above all', () => {
  for (const argv of [[], ['ada'], ['a@b.co', 'secret'], ['a@b.co', '--password=x'], ['a@b.co', '--name']])
    expect(() => readArguments(argv)).toThrow('No account was made')
})
