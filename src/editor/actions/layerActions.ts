import { definitions } from '../../../nodes/index.ts'
import type { Action } from './action.ts'
import { addLayer } from './addLayer.ts'

/** One for each layer type: adds it behind the selection. Their letters act on the canvas. */
export const layerActions: readonly Action[] = definitions.map(({ type, title, key, docs }) => ({
  id: `add-${type}`,
  label: () => `Add ${title}`,
  section: 'Layers',
  ...(key && { keys: [key] }),
  scope: 'canvas',
  words: docs.split(/\W+/).filter(word => word.length > 3),
  run: () => addLayer(type),
}))
