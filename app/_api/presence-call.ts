import { callApi } from './api-client'

/** Its trader looks at the page: sells that wait for their own wallet are kept ready to sign. */
export const sayPresent = async (): Promise<void> => {
  await callApi('/presence', { method: 'POST' })
}
