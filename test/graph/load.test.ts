import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { Registry } from '../../src/graph/definition.ts'
import { defaultTraining, type GraphDocument } from '../../src/graph/document.ts'
import { describeFault } from '../../src/graph/fault.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'

const file = (more: object = {}) => ({
  format: 'hourglass',
  version: 1,
  name: 'Test',
  nodes: [
    { id: 'image', type: 'Input' },
    { id: 'conv1', type: 'Conv2d', params: { kernelSize: 5 } },
    { id: 'relu1', type: 'ReLU' },
  ],
  edges: [
    { source: 'image', target: 'conv1' },
    { source: 'conv1', target: 'relu1' },
  ],
  ...more,
})

const faultsOf = (value: unknown, types: Registry = registry): string[] => {
  const loaded = loadDocument(typeof value === 'string' ? value : JSON.stringify(value), types)
  if ('document' in loaded) throw new Error('It loaded.')
  return loaded.faults.map(describeFault)
}

const load = (value: unknown, types: Registry = registry): GraphDocument => {
  const loaded = loadDocument(JSON.stringify(value), types)
  if ('faults' in loaded) throw new Error(loaded.faults.map(describeFault).join('\n'))
  return loaded.document
}

describe('what may be missing is filled in', () => {
  test('positions, groups, training, parameters, ids and handles of wires', () => {
    expect(load(file())).toEqual({
      format: 'hourglass',
      version: 1,
      name: 'Test',
      nodes: [
        { id: 'image', type: 'Input', params: {}, position: { x: 0, y: 0 } },
        { id: 'conv1', type: 'Conv2d', params: { kernelSize: 5 }, position: { x: 0, y: 50 } },
        { id: 'relu1', type: 'ReLU', params: {}, position: { x: 0, y: 81 } },
      ],
      edges: [
        { id: 'e1', source: 'image', sourceHandle: 'image', target: 'conv1', targetHandle: 'input' },
        { id: 'e2', source: 'conv1', sourceHandle: 'output', target: 'relu1', targetHandle: 'input' },
      ],
      groups: [],
      training: defaultTraining,
    })
  })

  test('a single position that is missing is below the node before it', () => {
    const [image, conv1, relu1] = file().nodes
    const placed = { ...conv1, position: { x: 300, y: 70 } }
    expect(load(file({ nodes: [image, placed, relu1] })).nodes.map(node => node.position)).toEqual([
      { x: 0, y: 0 },
      { x: 300, y: 70 },
      { x: 300, y: 101 },
    ])
  })

  test('ids of wires avoid those that are given', () => {
    const edges = [
      { source: 'image', target: 'conv1' },
      { id: 'e1', source: 'conv1', target: 'relu1' },
    ]
    expect(load(file({ edges })).edges.map(edge => edge.id)).toEqual(['e2', 'e1'])
  })

  test('own data by its name, and settings of data, which stay away where a file has none', () => {
    const training = { dataset: 'own:Stars of May', shift: 2, noise: 0.1 }
    expect(load(file({ training })).training).toEqual({ ...defaultTraining, ...training })
    expect(faultsOf(file({ training: { dataset: 'own: ', shift: 1.5 } }))).toEqual([
      `training.dataset: expected one of 'mnist', 'shapes', 'gratings', or 'own:' and the name of a dataset of your own; got "own: "`,
      'training.shift: expected a whole number from 0 to 64; got 1.5',
    ])
  })

  test('single settings of training', () => {
    expect(load(file({ training: { epochs: 2 } })).training).toEqual({ ...defaultTraining, epochs: 2 })
  })
})

describe('what is wrong is said with its place', () => {
  test('all of it, not just the first', () => {
    const nodes = [
      { id: 'image', type: 'Input', params: { shape: [1, 0] } },
      { id: 'conv1', type: 'Conv2D' },
      { id: 'conv2', type: 'Conv2d', params: { kernelSize: '5', strid: 2 }, group: 'middle', colour: 'red' },
      { id: 'conv2', type: 'Conv2d', position: { x: '0', y: 1e12 } },
      { type: 'ReLU', params: [] },
      17,
    ]
    expect(
      faultsOf(file({ name: '', nodes, edges: [{ source: 5 }], groups: [{ id: 'a' }], extra: 1 })),
    ).toEqual([
      'name: expected 1 to 60 characters, without spaces at its ends; got ""',
      'extra: this key is not known here',
      'groups[0].name: expected a text of 1 to 60 characters; got nothing',
      'nodes[0].params.shape: expected a list of whole numbers of at least 1; got [1, 0]',
      'nodes[1].type: "Conv2D" is not a layer type; did you mean Conv2d?',
      'nodes[2].colour: this key is not known here',
      'nodes[2].group: there is no group "middle"',
      'nodes[2].params.kernelSize: expected a whole number of at least 1, or [height, width] of such; got "5"',
      'nodes[2].params.strid: this key is not known here; did you mean stride?',
      'nodes[3].position.x: expected a number; got "0"',
      'nodes[3].position.y: expected a number from −10000000 to 10000000; got 1000000000000',
      'nodes[4].id: expected a text of 1 to 60 characters; got nothing',
      'nodes[4].params: expected an object; got []',
      'nodes[5]: expected an object with id and type; got 17',
      'edges[0].source: expected a text; got 5',
      'edges[0].target: expected a text; got nothing',
    ])
  })

  test('the same id twice', () => {
    const twice = [
      { id: 'a', type: 'Input' },
      { id: 'a', type: 'ReLU' },
    ]
    const groups = [
      { id: 'g', name: 'g' },
      { id: 'g', name: 'h' },
    ]
    expect(faultsOf(file({ nodes: twice, edges: [], groups }))).toEqual([
      'groups[1].id: another group has the id "g"',
      'nodes[1].id: another node has the id "a"',
    ])
    const edges = [
      { id: 'x', source: 'image', target: 'conv1' },
      { id: 'x', source: 'conv1', target: 'relu1' },
    ]
    expect(faultsOf(file({ edges }))).toEqual(['edges[1].id: another wire has the id x'])
  })

  test('wires to nowhere, to unknown ports, twice, two into one port, to itself', () => {
    const edges = [
      { source: 'image', target: 'conv2' },
      { source: 'image', sourceHandle: 'pixels', target: 'conv1' },
      { source: 'conv1', target: 'relu1' },
      { source: 'conv1', target: 'relu1' },
      { source: 'image', target: 'relu1' },
      { source: 'conv1', target: 'conv1' },
      { source: 'conv1', target: 'image' },
    ]
    expect(faultsOf(file({ edges }))).toEqual([
      'edges[0].target: there is no node "conv2"; did you mean conv1?',
      'edges[1].sourceHandle: Input has no output "pixels", only image, label',
      'edges[3]: conv1 is wired to relu1 already',
      'edges[4]: input of relu1 takes one wire, and conv1 is wired to it already',
      'edges[5]: conv1 is wired to itself',
      'edges[6].targetHandle: Input has no input',
    ])
  })

  test('a cycle, with the nodes on it', () => {
    const edges = [
      { source: 'image', target: 'add1' },
      { source: 'add1', target: 'conv1' },
      { source: 'conv1', target: 'relu1' },
      { source: 'relu1', target: 'add1' },
    ]
    const nodes = [...file().nodes, { id: 'add1', type: 'Add' }]
    expect(faultsOf(file({ nodes, edges }))).toEqual([
      expect.stringMatching(
        /^edges\[\d\]: this wire makes a cycle: (add1|conv1|relu1)( → (add1|conv1|relu1)){3}$/,
      ),
    ])
  })

  test('text that is not JSON, with line and column', () => {
    expect(faultsOf('')).toEqual(['This is not JSON: the text ends at line 1, column 1.'])
    expect(faultsOf('{\n  "name": "a",\n  nodes: []\n}')).toEqual([
      'This is not JSON: "nodes" is out of place at line 3, column 3.',
    ])
    expect(faultsOf('{"a": [1, 2,]}')).toEqual([
      'This is not JSON: "]" is out of place at line 1, column 13.',
    ])
    expect(faultsOf('{"a": 01}')).toEqual(['This is not JSON: "1" is out of place at line 1, column 8.'])
    expect(faultsOf('{"a": "b')).toEqual([`This is not JSON: "\\"b" is out of place at line 1, column 7.`])
    expect(faultsOf('<!doctype html>')).toEqual([
      'This is not JSON: "<!doctype" is out of place at line 1, column 1.',
    ])
    expect(faultsOf('[1] 2')).toEqual(['This is not JSON: "2" is out of place at line 1, column 5.'])
  })

  test('JSON that is no model', () => {
    for (const other of [null, 17, 'text', [], true]) {
      expect(faultsOf(JSON.stringify(other))[0]).toMatch(
        /^expected an object with format, version, name, nodes and edges/,
      )
    }
    expect(faultsOf({ nodes: {}, edges: 1 })).toEqual([
      'format: expected "hourglass", the mark of a saved model; got nothing',
      'version: expected a whole number; got nothing',
      'name: expected a text of 1 to 60 characters; got nothing',
      'nodes: expected a list; got an object',
      'edges: expected a list; got 1',
    ])
  })

  test('a file of a newer version, and nothing else then', () => {
    expect(faultsOf(file({ version: 2, layers: [] }))).toEqual([
      'version: the file has version 2 and was made by a newer Hourglass; this one reads version 1',
    ])
    expect(faultsOf(file({ version: 0 }))).toEqual(['version: expected 1; got 0'])
  })

  test('settings of training', () => {
    expect(faultsOf(file({ training: { learningRate: 0, dataset: 'cifar', momentun: 1 } }))).toEqual([
      'training.learningRate: expected a number, above 0 and at most 10; got 0',
      `training.dataset: expected one of 'mnist', 'shapes', 'gratings', or 'own:' and the name of a dataset of your own; got "cifar"`,
      'training.momentun: this key is not known here; did you mean momentum?',
    ])
  })

  test('a byte order mark is no fault', () => {
    expect(loadDocument(`\uFEFF${JSON.stringify(file())}`, registry)).toHaveProperty('document')
  })
})

describe('files that mean harm', () => {
  test('with keys that would become a prototype are refused, wherever they stand', () => {
    const texts = [
      '{"__proto__": {"polluted": 1}, "format": "hourglass", "version": 1, "name": "x", "nodes": [], "edges": []}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [{"id": "a", "type": "ReLU", "params": {"__proto__": {"polluted": 1}}}], "edges": []}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [{"id": "a", "type": "ReLU", "__proto__": {"polluted": 1}}], "edges": []}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [{"id": "a", "type": "__proto__"}], "edges": []}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [{"id": "a", "type": "constructor"}], "edges": []}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [], "edges": [], "training": {"__proto__": {"seed": 1}}}',
      '{"format": "hourglass", "version": 1, "name": "x", "nodes": [{"id": "__proto__", "type": "ReLU"}], "edges": []}',
    ]
    for (const text of texts) expect(faultsOf(text)).not.toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('of absurd size or depth are refused without reading them item by item', () => {
    expect(faultsOf(' '.repeat(5_000_001))).toEqual([
      'The file has 5.0 million characters; at most 5 million are read.',
    ])
    const nodes = Array.from({ length: 20_001 }, () => 0)
    expect(faultsOf(file({ nodes, edges: [] }))).toEqual([
      'nodes: expected at most 20000 of them; got a list of 20001',
    ])
    expect(faultsOf('['.repeat(100_000))).toEqual([
      'This is not JSON: the text ends at line 1, column 100001.',
    ])
    expect(faultsOf(`"${'x'.repeat(4_000_000)}`)[0]).toMatch(/^This is not JSON/)
    expect(faultsOf(file({ name: 'x'.repeat(100_000) }))[0]!.length).toBeLessThan(200)
  })

  test('with thousands of faults list a hundred and count the rest', () => {
    const nodes = Array.from({ length: 5000 }, (_, i) => ({ id: `n${i}`, type: 'Nothing' }))
    const faults = faultsOf(file({ nodes, edges: [] }))
    expect(faults).toHaveLength(101)
    expect(faults.at(-1)).toBe('4900 more faults are not listed.')
  })
})

describe('older and newer layers', () => {
  const conv = registry.get('Conv2d')!
  const raised: Registry = new Map([
    ...registry,
    [
      'Conv2d',
      {
        ...conv,
        version: 2,
        migrate: ({ kernel, ...rest }: Readonly<Record<string, unknown>>, from: number) => {
          if (kernel === 'broken') throw new Error('cannot read')
          return from === 1 && kernel !== undefined ? { ...rest, kernelSize: kernel } : rest
        },
      },
    ],
  ])
  const one = (more: object) => file({ nodes: [{ id: 'conv1', type: 'Conv2d', ...more }], edges: [] })

  test('are lifted to the newest version, which is written down', () => {
    const document = load(one({ params: { kernel: 7 } }), raised)
    expect(document.nodes[0]!.params).toEqual({ kernelSize: 7 })
    const saved = saveDocument(document, raised)
    expect(saved).toContain('{"id": "conv1", "type": "Conv2d", "version": 2, "params": {"kernelSize": 7}')
    expect(loadDocument(saved, raised)).toEqual({ document })
  })

  test('are refused where they are newer, or cannot be lifted', () => {
    expect(faultsOf(one({ version: 3 }), raised)).toEqual([
      'nodes[0].version: this Conv2d was made by a newer Hourglass; this one reads version 2',
    ])
    expect(faultsOf(one({ params: { kernel: 'broken' } }), raised)).toEqual([
      'nodes[0].params: the parameters of this Conv2d of version 1 cannot be read',
    ])
  })
})
