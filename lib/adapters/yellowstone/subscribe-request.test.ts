import { describe, expect, it } from 'vitest'
import { SubscribeRequest } from './messages'
import { pingRequest, subscribeRequest } from './subscribe-request'

const sent = (request: SubscribeRequest) => SubscribeRequest.decode(SubscribeRequest.encode(request).finish())

describe('the request of the stream', () => {
  it('asks for slots at processed and for the watched accounts alone', () => {
    expect(sent(subscribeRequest(['a', 'b'], null))).toMatchObject({
      accounts: { watched: { account: ['a', 'b'], owner: [], filters: [] } },
      slots: { slots: { filterByCommitment: true } },
      commitment: 0,
      fromSlot: undefined,
    })
    expect(sent(subscribeRequest(['a'], 2n ** 63n)).fromSlot).toBe('9223372036854775808')
  })

  it('has no filter where nothing is watched: one without addresses asks for every account there is', () => {
    expect(sent(subscribeRequest([], null)).accounts).toEqual({})
  })

  it('changes nothing with a ping', () => {
    expect(sent(pingRequest(3))).toMatchObject({ ping: { id: 3 }, accounts: {}, slots: {} })
  })
})
