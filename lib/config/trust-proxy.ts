import { isIP } from 'node:net'
import { z } from 'zod'

const isAddressOrBlock = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** `10.0.0.1, 172.16.0.0/12`: the proxies that may say who the client is. */
export const trustProxy = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((entries) => entries.every(isAddressOrBlock), {
    error: 'must be a comma-separated list of IP addresses or CIDR blocks, such as 10.0.0.1,172.16.0.0/12',
  })
