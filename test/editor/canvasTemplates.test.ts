import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { pictureOf } from '../../src/editor/canvas/picture.ts'
import { geometry, isPill } from '../../src/graph/geometry.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templates } from '../../templates/index.ts'

/** What stands beside a size: its letters of 6.65 px, a gap, and numbers (64 px) or four feature maps of 24 px. */
const [letter, gap, values, maps] = [6.65, 14, 64, 4 * 26]

test.each(templates.filter(({ name }) => name !== 'empty'))(
  'template $name: no card stands on a size or on the feature maps beside it',
  ({ text }) => {
    const loaded = loadDocument(text, registry)
    if (!('document' in loaded)) throw new Error('The template cannot be read.')
    const { document } = loaded
    const picture = pictureOf(inferGraph(document, registry), new Map(), 560)
    const rungs = picture.drawings.flatMap(drawing => drawing.rungs)
    expect(rungs.length).toBeGreaterThan(2)
    const longest = Math.max(...rungs.map(({ label }) => label.length))
    const covered = rungs.flatMap(({ node, label, x, y }) => {
      const right = x + picture.ladder + longest * letter + gap + (label.includes('×') ? maps : values)
      const cards = document.nodes.filter(({ id, type, position }) => {
        const isBeside = !isPill(registry.get(type)) && position.x - x > geometry.columnTolerance
        const isThere = position.y < y + 13 && position.y + geometry.cardHeight > y - 13
        return isBeside && isThere && position.x - geometry.cardWidth / 2 < right && id !== node
      })
      return cards.map(({ id }) => `${id} stands on what is beside ${node}`)
    })
    expect(covered).toEqual([])
  },
)
