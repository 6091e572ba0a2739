const enabled = (stream: NodeJS.WriteStream) => stream.isTTY === true && !process.env.NO_COLOR

const wrap = (code: number) => (text: string) =>
  enabled(process.stdout) ? `\u001b[${code}m${text}\u001b[0m` : text

export const palette = {
  bold: wrap(1),
  dim: wrap(2),
  red: wrap(31),
  green: wrap(32),
  yellow: wrap(33),
  blue: wrap(34),
  magenta: wrap(35),
  cyan: wrap(36),
}
