import type { NodeDefinition, Registry } from '../src/graph/definition.ts'
import { Conv2d } from './Conv2d.ts'
import { Input } from './Input.ts'
import { ReLU } from './ReLU.ts'

/** Every layer type, in the order of the palette. Adding a layer is its file and one line here. */
export const definitions: readonly NodeDefinition[] = [Conv2d, ReLU, Input]

/** The layer types by the name that documents use. */
export const registry: Registry = new Map(definitions.map(definition => [definition.type, definition]))
