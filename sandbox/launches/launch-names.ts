import type { LaunchName } from './metadata'

const NAMES: [string, string][] = [
  ['PAWS', 'Paws on Chain'],
  ['GLITCH', 'Glitch Cat'],
  ['TEAPOT', 'Orbital Teapot'],
  ['MOSSY', 'Mossy Frog'],
  ['LASER', 'Laser Llama'],
  ['BYTES', 'Bag of Bytes'],
  ['CORGI', 'Corporate Corgi'],
  ['NOODLE', 'Infinite Noodle'],
  ['YETI', 'Quiet Yeti'],
  ['PIXEL', 'Pixel Pigeon'],
  ['WAFFLE', 'Waffle Protocol'],
  ['OTTER', 'Otter Space'],
]

/** Names of launches in order; from the second round on they carry a number. */
export const launchName = (place: number): LaunchName => {
  const [symbol, name] = NAMES[place % NAMES.length]!
  const round = Math.floor(place / NAMES.length)
  return {
    symbol: round === 0 ? symbol : `${symbol}${round + 1}`,
    name: round === 0 ? name : `${name} ${round + 1}`,
    uri: `https://ipfs.io/ipfs/sandbox-launch-${place}`,
  }
}
