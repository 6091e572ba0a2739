/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.JARVIS_BUILD_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Run from node_modules as they are: native parts, workers and dynamic requires do not survive bundling.
  serverExternalPackages: ['pino', 'bullmq', 'ioredis', 'postgres', '@solana/web3.js'],
  // `npm test` checks the types of everything; whoever only starts JARVIS should not wait for it again.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // Nothing uses it, and its endpoint would fetch our own routes past every limit.
  images: { unoptimized: true },
}

export default config
