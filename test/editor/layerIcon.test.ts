import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { definitions } from '../../nodes/index.ts'
import { LayerIcon } from '../../src/editor/ui/LayerIcon.tsx'

test('the narrow palette tells the layers apart: no two have the same drawing', () => {
  const types = new Map<string, string[]>()
  for (const definition of definitions) {
    const drawing = renderToStaticMarkup(createElement(LayerIcon, { definition }))
    types.set(drawing, [...(types.get(drawing) ?? []), definition.type])
  }
  expect([...types.values()].filter(list => list.length > 1)).toEqual([])
})
