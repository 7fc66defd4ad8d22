import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { encoderAlone, openMirrorStart } from '../../src/editor/mirror/mirrorStart.ts'
import { useEditor } from '../../src/editor/store/editorStore.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input } from '../builders.ts'

test('the start from a mirror is an encoder whose decoder came by one command', async () => {
  await openMirrorStart()
  const { inference, undo } = useEditor.getState()
  expect(inference.totals.problems).toBe(0)
  const [last] = inference.topology.order.slice(-1)
  const [image] = inference.topology.order
  const shapeAt = (index: number) => {
    const node = inference.nodes[index]!
    return node.state === 'ready' ? node.outputs[0] : undefined
  }
  expect(shapeAt(last!)).toEqual(shapeAt(image!))
  undo()
  const { nodes } = useEditor.getState().history.document
  expect(nodes.length).toBeGreaterThan(5)
  expect(nodes.every(node => node.group !== 'decoder')).toBe(true)
})

test('a network without a code has no encoder to take', () => {
  expect(encoderAlone(inferGraph(chain(input(1, 4, 4), ['ReLU']), registry), 'x')).toBeUndefined()
})
