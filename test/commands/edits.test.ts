import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { redo, runCommand, startHistory, undo } from '../../src/commands/history.ts'
import {
  addGroup,
  applyChanges,
  arrange,
  moveNodes,
  removeGroup,
  removeNodes,
  renameDocument,
  renameGroup,
  renameNode,
  setGroup,
  setParams,
  setTraining,
} from '../../src/commands/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { templateNamed } from '../../templates/index.ts'
import { graph, node } from '../builders.ts'
import { labelOf, outcome, refusalOf, topsOf, wiresOf } from './history.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = (loaded as { document: GraphDocument }).document
const nodeIn = (document: GraphDocument, id: string) => document.nodes.find(other => other.id === id)!
const at = (id: string, type: string, x: number, y: number) => ({ ...node(id, type), position: { x, y } })

describe('deleting layers', () => {
  test('leads the wire on, and what lay below moves up by the room that they took', () => {
    const command = removeNodes(reference, registry, ['conv2', 'relu2'])
    expect(labelOf(command)).toBe('Delete 2 layers')
    const done = outcome(reference, command)
    expect(wiresOf(done).slice(0, 5)).toEqual([
      'image → conv1',
      'conv1 → relu1',
      'relu1 → conv3',
      'conv3 → relu3',
      'relu3 → conv4',
    ])
    expect(topsOf(done)).toMatchObject({ relu1: 81, conv3: 100, relu3: 131, deconv5: 450 })
  })

  test('takes no room for an activation that shares its wire with a card', () => {
    const done = outcome(reference, removeNodes(reference, registry, ['relu1']))
    expect(wiresOf(done)[1]).toBe('conv1 → conv2')
    expect(topsOf(done)).toMatchObject({ conv1: 50, conv2: 100 })
  })

  test('undoes an insertion exactly', () => {
    const bridged = outcome(reference, removeNodes(reference, registry, ['conv3', 'relu3', 'conv4']))
    expect(wiresOf(bridged)).toContain('relu2 → relu4')
  })

  test('keeps every branch behind a layer, and the order of wires into a port that takes several', () => {
    const forked = graph(
      [node('image', 'Input'), node('conv1', 'Conv2d'), node('conv2', 'Conv2d'), node('concat1', 'Concat')],
      [
        ['image', 'conv1'],
        ['conv1', 'concat1'],
        ['conv1', 'conv2'],
        ['conv2', 'concat1'],
      ],
    )
    const done = outcome(forked, removeNodes(forked, registry, ['conv1']))
    expect(wiresOf(done)).toEqual(['image → concat1', 'image → conv2', 'conv2 → concat1'])
  })

  test('does not draw a wire twice, nor guess where several lead in', () => {
    const skip = graph(
      [node('image', 'Input'), node('conv1', 'Conv2d'), node('add1', 'Add'), node('conv2', 'Conv2d')],
      [
        ['image', 'conv1'],
        ['conv1', 'add1'],
        ['image', 'add1'],
        ['add1', 'conv2'],
      ],
    )
    expect(wiresOf(outcome(skip, removeNodes(skip, registry, ['conv1'])))).toEqual([
      'image → add1',
      'add1 → conv2',
    ])
    expect(wiresOf(outcome(skip, removeNodes(skip, registry, ['add1'])))).toEqual(['image → conv1'])
  })

  test('leaves other columns where they are', () => {
    const two = graph(
      [
        at('image', 'Input', 0, 0),
        at('conv1', 'Conv2d', 0, 50),
        at('conv2', 'Conv2d', 0, 100),
        at('free', 'Conv2d', 400, 100),
      ],
      [
        ['image', 'conv1'],
        ['conv1', 'conv2'],
      ],
    )
    expect(topsOf(outcome(two, removeNodes(two, registry, ['conv1'])))).toEqual({
      image: 0,
      conv2: 50,
      free: 100,
    })
  })

  test('is refused where nothing is selected', () => {
    expect(refusalOf(removeNodes(reference, registry, []))).toBe('No layer is selected.')
    expect(labelOf(removeNodes(reference, registry, ['conv3']))).toBe('Delete conv3')
  })
})

describe('parameters', () => {
  test('are set, and undo says what was done', () => {
    const command = setParams(reference, registry, 'conv3', { stride: 1, padding: [1, 2] })
    expect(labelOf(command)).toBe('Set conv3 stride to 1, padding to 1×2')
    const done = outcome(reference, command)
    expect(nodeIn(done, 'conv3').params).toEqual({ outChannels: 32, kernelSize: 4, padding: [1, 2] })
    expect(done.nodes.filter((other, i) => other !== reference.nodes[i])).toHaveLength(1)
    expect(done.edges).toBe(reference.edges)
  })

  test('at their default are left out, and undefined sets them back', () => {
    expect(
      nodeIn(outcome(reference, setParams(reference, registry, 'conv3', { stride: [1, 1] })), 'conv3').params,
    ).toEqual({ outChannels: 32, kernelSize: 4 })
    expect(
      nodeIn(outcome(reference, setParams(reference, registry, 'conv3', { kernelSize: undefined })), 'conv3')
        .params,
    ).toEqual({ outChannels: 32, stride: 2 })
  })

  test('that are what they were change nothing', () => {
    expect(outcome(reference, setParams(reference, registry, 'conv3', { stride: [2, 2] }))).toBe(reference)
  })

  test('that are wrong are refused with what was expected', () => {
    const refusal = (params: object) => refusalOf(setParams(reference, registry, 'conv3', { ...params }))
    expect(refusal({ stride: '2' })).toBe(
      'stride of conv3 must be a whole number of at least 1, or [height, width] of such; "2" is not.',
    )
    expect(refusal({ strid: 2 })).toBe('Conv2d has no parameter strid; did you mean stride?')
    expect(refusal({ constructor: 2 })).toBe('Conv2d has no parameter constructor.')
    expect(refusalOf(setParams(reference, registry, 'conv9', {}))).toBe('There is no layer named conv9.')
  })

  test('typed one after the other are one step of the history', () => {
    let history = startHistory(reference)
    for (const [i, kernelSize] of [1, 12, 3].entries()) {
      const command = setParams(
        history.document,
        registry,
        'conv3',
        { kernelSize },
        { merge: 'conv3.kernelSize' },
      )
      if ('refused' in command) throw new Error(command.refused)
      history = runCommand(history, command, i * 300)
    }
    expect(history.past).toHaveLength(1)
    expect(nodeIn(undo(history).document, 'conv3').params.kernelSize).toBe(4)
    expect(redo(undo(history)).document).toEqual(history.document)
  })

  test('of several layers are set in one step', () => {
    const changes = [
      { id: 'conv3', params: { stride: 1 } },
      { id: 'conv4', params: { padding: 1 } },
    ]
    const command = applyChanges(reference, registry, changes, 'Keep the size')
    expect(labelOf(command)).toBe('Keep the size')
    const done = outcome(reference, command)
    expect(nodeIn(done, 'conv3').params.stride).toBeUndefined()
    expect(nodeIn(done, 'conv4').params.padding).toBe(1)
    expect(
      refusalOf(applyChanges(reference, registry, [{ id: 'conv3', params: { stride: 0 } }], 'Fix')),
    ).toMatch(/^stride of conv3/)
  })
})

describe('moving', () => {
  test('is one step for one drag, and nothing where nothing moved', () => {
    const command = moveNodes(reference, [{ id: 'conv3', position: { x: 40, y: 150 } }], 'drag')
    expect(command).toMatchObject({ label: 'Move conv3', merge: 'drag' })
    expect(nodeIn(outcome(reference, command), 'conv3').position).toEqual({ x: 40, y: 150 })
    const still = moveNodes(reference, [{ id: 'conv3', position: { x: 0, y: 150 } }])
    expect(outcome(reference, still)).toBe(reference)
    expect(refusalOf(moveNodes(reference, [{ id: 'conv3', position: { x: Number.NaN, y: 0 } }]))).toMatch(
      /two numbers/,
    )
  })

  test('a tidy document is not changed by arranging it, a shuffled one becomes tidy', () => {
    expect(outcome(reference, arrange(reference, registry))).toBe(reference)
    const shuffled = {
      ...reference,
      nodes: reference.nodes.map((other, i) => ({ ...other, position: { x: i * 37, y: i % 5 } })),
    }
    expect(outcome(shuffled, arrange(shuffled, registry))).toEqual(reference)
    expect(refusalOf(arrange({ ...reference, nodes: [], edges: [] }, registry))).toMatch(/no layer/)
  })
})

describe('names', () => {
  test('a renamed layer keeps its place and its wires', () => {
    const command = renameNode(reference, 'conv2', ' Middle ')
    expect(labelOf(command)).toBe('Rename conv2 to Middle')
    const done = outcome(reference, command)
    expect(done.nodes[3]!.id).toBe('Middle')
    expect(wiresOf(done).slice(2, 4)).toEqual(['relu1 → Middle', 'Middle → relu2'])
  })

  test('that are taken, empty or too long are refused', () => {
    expect(refusalOf(renameNode(reference, 'conv2', 'conv1'))).toBe('Another layer is named conv1.')
    expect(refusalOf(renameNode(reference, 'conv2', '  '))).toMatch(/1 to 60 characters/)
    expect(refusalOf(renameNode(reference, 'conv2', 'x'.repeat(61)))).toMatch(/1 to 60 characters/)
    expect(refusalOf(renameNode(reference, 'nobody', 'x'))).toMatch(/no layer named nobody/)
    expect(refusalOf(renameDocument(reference, ''))).toMatch(/1 to 60 characters/)
  })

  test('the model is renamed', () => {
    const command = renameDocument(reference, 'Twin')
    expect(labelOf(command)).toBe('Rename the model to Twin')
    expect(outcome(reference, command).name).toBe('Twin')
  })
})

describe('groups', () => {
  test('take layers in and let them go', () => {
    const inside = outcome(reference, setGroup(reference, ['image'], 'encoder'))
    expect(nodeIn(inside, 'image').group).toBe('encoder')
    const outside = outcome(inside, setGroup(inside, ['image', 'conv1'], undefined))
    expect(nodeIn(outside, 'conv1')).not.toHaveProperty('group')
    expect(refusalOf(setGroup(reference, ['conv1'], 'middle'))).toBe('There is no group middle.')
    expect(refusalOf(setGroup(reference, ['nobody'], 'encoder'))).toBe('No layer is selected.')
  })

  test('are made, renamed and taken away', () => {
    const { id, command } = addGroup(reference, 'head', ['deconv5'])
    const grouped = outcome(reference, command)
    expect(nodeIn(grouped, 'deconv5').group).toBe(id)
    const renamed = outcome(grouped, renameGroup(grouped, id, 'tail'))
    expect(renamed.groups.at(-1)).toEqual({ id: 'head', name: 'tail' })
    expect(nodeIn(outcome(renamed, removeGroup(renamed, id)), 'deconv5')).not.toHaveProperty('group')
    expect(refusalOf(addGroup(reference, 'encoder').command)).toBe('Another group is named encoder.')
  })
})

describe('training', () => {
  test('settings are changed within their bounds', () => {
    const command = setTraining(reference, { learningRate: 0.01, epochs: 2 })
    expect(labelOf(command)).toBe('Set learningRate to 0.01, epochs to 2')
    expect(outcome(reference, command).training).toMatchObject({ learningRate: 0.01, epochs: 2, seed: 0 })
    expect(outcome(reference, setTraining(reference, { epochs: 5 }))).toBe(reference)
    expect(refusalOf(setTraining(reference, { learningRate: 0 }))).toBe(
      'learningRate must be a number, above 0 and at most 10; 0 is not.',
    )
    const shifted = outcome(reference, setTraining(reference, { shift: 2, flip: false }))
    expect(shifted.training).toEqual({ ...reference.training, shift: 2 })
    expect(outcome(shifted, setTraining(shifted, { shift: 0 })).training).toEqual(reference.training)
    expect(refusalOf(setTraining(reference, { batchSize: 1.5 }))).toMatch(/^batchSize must be a whole number/)
  })
})

test('a command that was made for another state of the document is a fault of the program', () => {
  const command = renameDocument(reference, 'Twin')
  if ('refused' in command) throw new Error(command.refused)
  const other = startHistory({ ...reference, name: 'Other' })
  expect(() => runCommand(other, command, 0)).toThrow('was made for another state')
})
