import type { OverlapKind } from '../../analyze/overlap.ts'

/** The mark of a risk: a filled checker where a layer paints unevenly, a dashed one where its gradient is uneven. */
export const RiskMark = ({ kind, size = 14 }: { kind: OverlapKind; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
    {kind === 'forward' ? (
      <>
        <rect
          x={0.75}
          y={0.75}
          width={14.5}
          height={14.5}
          rx={3}
          fill="var(--risk-ground)"
          stroke="var(--risk)"
          strokeWidth={1.5}
        />
        <path d="M3.6 3.6H8V8H3.6zM8 8h4.4v4.4H8z" fill="var(--risk)" />
      </>
    ) : (
      <>
        <rect
          x={0.75}
          y={0.75}
          width={14.5}
          height={14.5}
          rx={3}
          fill="none"
          stroke="var(--risk)"
          strokeWidth={1.4}
          strokeDasharray="2.1 1.7"
        />
        <path
          d="M4.2 4.2h3.2v3.2H4.2zM8.6 8.6h3.2v3.2H8.6z"
          fill="none"
          stroke="var(--risk)"
          strokeWidth={1.2}
        />
      </>
    )}
  </svg>
)
