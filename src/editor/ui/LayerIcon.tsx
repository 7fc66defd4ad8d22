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
  MaxPool2d: <path d="M2.5 2.5h11v11h-11zM8 2.5v11M2.5 8h11M4 6.5l1.5-2.5L7 6.5" />,
  AvgPool2d: <path d="M2.5 2.5h11v11h-11zM8 2.5v11M2.5 8h11M3.75 5.25h3" />,
  AdaptiveAvgPool2d: <path d="M2.5 2.5h11v11h-11zM6 6h4v4H6zM2.5 2.5 6 6M13.5 13.5 10 10" />,
  ReLU6: <path d="M1.5 12h4l4.5-8h4.5" />,
  PReLU: <path d="M1.5 13.5 7 10.5l7-8M1.5 10.5h3" />,
  ELU: <path d="M1.5 13c3.5 0 4-1 5.5-3l7-7.5" />,
  SELU: <path d="M1.5 13.75c3.5 0 4-1.75 5-4.25L12.5 2M1.5 9.5h2" />,
  SiLU: <path d="M1.5 11c3 .5 4.5 2.5 7 .5 2-1.6 3.5-5 6-9" />,
  GELU: <path d="M1.5 11.5c2.5 0 4.5 2 6.5.5 2.5-1.9 3.5-6 6.5-9.5M1.5 8.5h2" />,
  Softplus: <path d="M1.5 12c5 0 6-1.5 13-9" />,
  Hardtanh: <path d="M1.5 12.5H5l6-9h3.5" />,
  Softmax: <path d="M2.5 13.5v-2M6 13.5v-4M9.5 13.5v-11M13 13.5v-3" />,
  BatchNorm2d: <path d="M1.5 12.5c4 0 4-9 6.5-9s2.5 9 6.5 9M8 3.5v9" />,
  LayerNorm: <path d="M1.5 12.5c4 0 4-9 6.5-9s2.5 9 6.5 9M4 14.5h8" />,
  GroupNorm: <path d="M1.5 8.5c2.5 0 2.5-6 4-6s1.5 6 4 6M6.5 14c2.5 0 2.5-6 4-6s1.5 6 4 6" />,
  Dropout: (
    <path
      d="M3.5 3.5h.01M8 3.5h.01M12.5 8h.01M3.5 12.5h.01M8 8h.01M11.5 2.5l2 2M13.5 2.5l-2 2M2.5 7l2 2M4.5 7l-2 2M11.5 11.5l2 2M13.5 11.5l-2 2"
      strokeWidth="1.6"
    />
  ),
  GaussianNoise: <path d="M1.5 9.5 3 6l1.5 6L6 3.5l1.5 8L9 5l1.5 6L12 6.5l2.5 3" />,
  Reparameterize: <path d="M1.5 13c4.5 0 4-9.5 6.5-9.5s2 9.5 6.5 9.5M9.5 6.5h.01M6.75 9h.01M10 11h.01" />,
  Identity: <path d="M8 2v12M5.5 11.5 8 14l2.5-2.5" />,
  ReflectionPad2d: <path d="M5 5h6v6H5zM2 5v6M14 5v6M5 2h6M5 14h6" />,
  ReplicationPad2d: <path d="M5 5h6v6H5zM5 5 2 2M11 5l3-3M5 11l-3 3M11 11l3 3" />,
  Multiply: (
    <path d="M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5ZM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2" />
  ),
  L1Loss: <path d="M2.5 2.5v11h11M4.5 4l4.5 7L13.5 4" />,
  MSELoss: <path d="M2.5 2.5v11h11M4.5 3.5c1.5 10 7.5 10 9 0" />,
  BCEWithLogitsLoss: <path d="M2.5 2.5v11h11M4.5 4c.5 5 3 7 9 7" />,
  CrossEntropyLoss: <path d="M2.5 2.5v11h11M5 11.5V9M7.5 11.5v-7M10 11.5v-3.5M12.5 11.5v-1" />,
  GaussianKLLoss: <path d="M1.5 12.5c3.5 0 3.5-8 5.5-8s2 8 5.5 8M5 12.5c3 0 3-6 5-6s2 6 4.5 6" />,
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
