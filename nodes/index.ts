import type { NodeDefinition, Registry } from '../src/graph/definition.ts'
import { Add } from './Add.ts'
import { Concat } from './Concat.ts'
import { Conv2d } from './Conv2d.ts'
import { ConvTranspose2d } from './ConvTranspose2d.ts'
import { Flatten } from './Flatten.ts'
import { Input } from './Input.ts'
import { Linear } from './Linear.ts'
import { ReLU } from './ReLU.ts'
import { Sigmoid } from './Sigmoid.ts'
import { Unflatten } from './Unflatten.ts'
import { Upsample } from './Upsample.ts'

/** Every layer type, in the order of the palette. Adding a layer is its file and one line here. */
export const definitions: readonly NodeDefinition[] = [
  Conv2d,
  ConvTranspose2d,
  Upsample,
  ReLU,
  Sigmoid,
  Linear,
  Flatten,
  Unflatten,
  Add,
  Concat,
  Input,
]

/** The layer types by the name that documents use. */
export const registry: Registry = new Map(definitions.map(definition => [definition.type, definition]))
