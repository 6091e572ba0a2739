/** Of the package `qrcode`, which brings no types: what we use of it. */
declare module 'qrcode' {
  export const create: (text: string) => { modules: { size: number; data: Uint8Array } }
}
