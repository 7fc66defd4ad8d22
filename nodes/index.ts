import type { NodeDefinition, Registry } from '../src/graph/definition.ts'
import { AdaptiveAvgPool2d } from './AdaptiveAvgPool2d.ts'
import { Add } from './Add.ts'
import { AvgPool2d } from './AvgPool2d.ts'
import { BatchNorm2d } from './BatchNorm2d.ts'
import { BCEWithLogitsLoss } from './BCEWithLogitsLoss.ts'
import { Concat } from './Concat.ts'
import { Conv2d } from './Conv2d.ts'
import { ConvTranspose2d } from './ConvTranspose2d.ts'
import { CrossEntropyLoss } from './CrossEntropyLoss.ts'
import { Dropout } from './Dropout.ts'
import { Dropout2d } from './Dropout2d.ts'
import { ELU } from './ELU.ts'
import { Flatten } from './Flatten.ts'
import { GaussianKLLoss } from './GaussianKLLoss.ts'
import { GaussianNoise } from './GaussianNoise.ts'
import { GELU } from './GELU.ts'
import { GroupNorm } from './GroupNorm.ts'
import { Hardtanh } from './Hardtanh.ts'
import { Identity } from './Identity.ts'
import { Input } from './Input.ts'
import { InstanceNorm2d } from './InstanceNorm2d.ts'
import { L1Loss } from './L1Loss.ts'
import { LayerNorm } from './LayerNorm.ts'
import { LeakyReLU } from './LeakyReLU.ts'
import { Linear } from './Linear.ts'
import { MaxPool2d } from './MaxPool2d.ts'
import { MSELoss } from './MSELoss.ts'
import { Multiply } from './Multiply.ts'
import { PixelShuffle } from './PixelShuffle.ts'
import { PixelUnshuffle } from './PixelUnshuffle.ts'
import { PReLU } from './PReLU.ts'
import { ReflectionPad2d } from './ReflectionPad2d.ts'
import { ReLU } from './ReLU.ts'
import { ReLU6 } from './ReLU6.ts'
import { Reparameterize } from './Reparameterize.ts'
import { ReplicationPad2d } from './ReplicationPad2d.ts'
import { SELU } from './SELU.ts'
import { Sigmoid } from './Sigmoid.ts'
import { SiLU } from './SiLU.ts'
import { Softmax } from './Softmax.ts'
import { Softplus } from './Softplus.ts'
import { Tanh } from './Tanh.ts'
import { Unflatten } from './Unflatten.ts'
import { Upsample } from './Upsample.ts'
import { ZeroPad2d } from './ZeroPad2d.ts'

/** Every layer type, in the order of the palette. Adding a layer is its file and one line here. */
export const definitions: readonly NodeDefinition[] = [
  Conv2d,
  ConvTranspose2d,
  Upsample,
  PixelShuffle,
  PixelUnshuffle,
  MaxPool2d,
  AvgPool2d,
  AdaptiveAvgPool2d,
  ReLU,
  ReLU6,
  LeakyReLU,
  PReLU,
  ELU,
  SELU,
  SiLU,
  GELU,
  Softplus,
  Hardtanh,
  Sigmoid,
  Tanh,
  Softmax,
  BatchNorm2d,
  LayerNorm,
  GroupNorm,
  InstanceNorm2d,
  Dropout,
  Dropout2d,
  GaussianNoise,
  Reparameterize,
  Identity,
  Linear,
  Flatten,
  Unflatten,
  ZeroPad2d,
  ReflectionPad2d,
  ReplicationPad2d,
  Add,
  Multiply,
  Concat,
  MSELoss,
  L1Loss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  GaussianKLLoss,
  Input,
]

/** The layer types by the name that documents use. */
export const registry: Registry = new Map(definitions.map(definition => [definition.type, definition]))
