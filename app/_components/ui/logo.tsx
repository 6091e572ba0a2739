export const Logo = ({ size = 20 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
    <path d="M16.9 6.2A8 8 0 1 0 18 10" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    <circle cx="10" cy="10" r="3.1" fill="var(--accent)" />
    <path d="M13.5 10H19" stroke="var(--accent)" strokeWidth="1.7" strokeLinecap="round" />
  </svg>
)
