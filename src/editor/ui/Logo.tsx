/** The mark: five bars, as wide as the tensors of an autoencoder. */
export const Logo = ({ size = 16 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
    <g fill="var(--encoder)">
      <rect x="1" y="0.75" width="14" height="2.5" rx="0.75" />
      <rect x="4" y="4" width="8" height="2.5" rx="0.75" />
    </g>
    <rect fill="var(--code)" x="6.5" y="7.25" width="3" height="1.5" rx="0.75" />
    <g fill="var(--decoder)">
      <rect x="4" y="9.5" width="8" height="2.5" rx="0.75" />
      <rect x="1" y="12.75" width="14" height="2.5" rx="0.75" />
    </g>
  </svg>
)
