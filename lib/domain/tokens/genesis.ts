/** Genesis hash of Solana mainnet-beta (docs.solana.com, clusters). */
export const MAINNET_GENESIS = '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d'

/**
 * Why this chain does not fit this mode, or null. Real money and the stand-in world never meet; paper mode
 * only reads, so it may rehearse on any chain.
 */
export const wrongChain = (mode: 'sandbox' | 'paper' | 'live', genesisHash: string): string | null => {
  const mainnet = genesisHash === MAINNET_GENESIS
  if (mode === 'sandbox' && mainnet)
    return 'JARVIS_MODE is sandbox, but the RPC nodes serve Solana mainnet. Unset the SOLANA_RPC_* addresses or choose another mode.'
  if (mode === 'live' && !mainnet)
    return `JARVIS_MODE is live, but the RPC nodes serve the chain ${genesisHash}, not Solana mainnet. Correct the SOLANA_RPC_* addresses.`
  return null
}

/** One node of another chain would be believed like the others: its slots, its balances, its blockhashes. */
export const mixedChains = (stranger: { node: string; genesisHash: string }, genesisHash: string): string =>
  `The RPC node ${stranger.node} serves the chain ${stranger.genesisHash}, another one serves ${genesisHash}. Correct its SOLANA_RPC_* address.`
