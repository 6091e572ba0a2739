/** Leads to the row that asks for an order's signature, with the keyboard's focus. */
export const showSigningRow = (orderId: string): void => {
  const row = document.querySelector<HTMLElement>(`[data-signing="${CSS.escape(orderId)}"]`)
  row?.scrollIntoView({ block: 'center' })
  row?.focus()
}
