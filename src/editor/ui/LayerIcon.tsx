import type { ReactNode } from 'react'
import type { Category, NodeDefinition } from '../../graph/definition.ts'

/** Line drawings in a 16 px square; what a layer does to its tensor, top to bottom. */
const drawings: Readonly<Record<string, ReactNode>> = {
  Conv2d: <path d="M1.75 3h12.5L11.5 13h-7z" />,
  ConvTranspose2d: <path d="M4.5 3h7l2.75 10H1.75z" />,
  Upsample: <path d="M1.5 13h13M4 9.75h8M8 7V2.5M6 4.5l2-2 2 2" />,
  ReLU: <path d="M1.5 11.5H7l7-8" />,
  Sigmoid: <path d="M1.5 12.5c6.5 0 6.5-9 13-9" />,
  LeakyReLU: <path d="M1.5 12.5 7 10l7-7.5" />,
  Tanh: <path d="M1.5 13c8 0 5-10 13-10" />,
  PixelShuffle: <path d="M2 2h4v4H2zM10 10h4v4h-4zM10 2h4v4h-4zM2 10h4v4H2z" />,
  PixelUnshuffle: <path d="M3.5 3.5h9v9h-9zM8 3.5v9M3.5 8h9" />,
  Linear: (
    <>
      <path d="M3.5 3.5 12.5 12.5M3.5 12.5 12.5 3.5M3.5 8h9" />
      <path d="M3.4 3.5h.01M3.4 8h.01M3.4 12.5h.01M12.6 3.5h.01M12.6 8h.01M12.6 12.5h.01" strokeWidth="2.6" />
    </>
  ),
  Flatten: <path d="M2.5 2.5h5v5h-5zM1.5 12.5h13" />,
  Unflatten: <path d="M1.5 3.5h13M8.5 8.5h5v5h-5z" />,
  Add: <path d="M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5ZM8 5v6M5 8h6" />,
  Concat: <path d="M2.5 2.5h4.5v11H2.5zM9 2.5h4.5v11H9z" />,
  Input: <path d="M1.75 3h12.5v10H1.75zM1.75 11.5l3.5-4 2.75 3 1.75-2 4.5 4" />,
}

/** For layers without a drawing of their own. */
const byCategory: Readonly<Record<Category, ReactNode>> = {
  convolution: <path d="M2.5 3h11v10h-11zM5 6h6v4H5z" />,
  pooling: <path d="M2.5 2.5h11v11h-11zM8 2.5v11M2.5 8h11" />,
  activation: <path d="M1.5 11.5C6 11.5 8 10 9.5 3.5h5" />,
  normalization: <path d="M1.5 12.5c4 0 4-9 6.5-9s2.5 9 6.5 9" />,
  regularization: <path d="M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM9.5 2.5h4v4h-4z" />,
  padding: <path d="M1.75 1.75h12.5v12.5H1.75zM5 5h6v6H5z" />,
  vector: <path d="M8 1.5v13M5.5 3h5M5.5 8h5M5.5 13h5" />,
  merge: <path d="M3 2.5c0 6 5 4 5 11M13 2.5c0 6-5 4-5 11" />,
  loss: <path d="M2.5 2.5v11h11M4.5 4.5c1 6 4 7 9 7" />,
  source: <path d="M2.5 3h11v10h-11z" />,
}

/** Layers that narrow and layers that widen have the colours of the two halves. */
const colours: Readonly<Record<string, string>> = {
  Conv2d: 'var(--encoder)',
  ConvTranspose2d: 'var(--decoder)',
}

interface LayerIconProps {
  readonly definition: Pick<NodeDefinition, 'type' | 'category'>
  readonly size?: number
}

/** The small drawing of a layer type. Decorative: the name always stands beside it or in its label. */
export const LayerIcon = ({ definition: { type, category }, size = 16 }: LayerIconProps) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke={colours[type] ?? 'currentColor'}
    strokeWidth="1.3"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {drawings[type] ?? byCategory[category]}
  </svg>
)
