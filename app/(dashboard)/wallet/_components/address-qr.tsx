'use client'
import { create } from 'qrcode'
import styles from './deposit-address-card.module.css'

/** Black on white in every theme: cameras want it so. */
export const AddressQr = ({ address }: { address: string }) => {
  const { size, data } = create(address).modules
  const dark = [...data].flatMap((on, at) => (on ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : []))
  return (
    <svg
      className={styles.qr}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      role="img"
      aria-label="QR code of the deposit address"
      shapeRendering="crispEdges"
    >
      <path d={`M-4-4h${size + 8}v${size + 8}h-${size + 8}z`} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
