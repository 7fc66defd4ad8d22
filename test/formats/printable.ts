/** The documents that printed code is proved with: templates, every example of every node, and odd ones. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { definitions } from '../../nodes/index.ts'
import { isLoss } from '../../src/graph/definition.ts'
import type { GraphDocument, GraphNode } from '../../src/graph/document.ts'
import { around, chain, graph, input, node } from '../builders.ts'

const templates = join(import.meta.dirname, '../../templates')

const inGroup = (group: string, item: GraphNode): GraphNode => ({ ...item, group })

const fromTemplates = readdirSync(templates)
  .filter(name => name.endsWith('.json'))
  .map((name): [string, GraphDocument] => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(templates, name), 'utf8')),
  ])
  .filter(([, document]) => document.nodes.length > 0)

const fromExamples = definitions.flatMap(definition =>
  definition.inputs.length === 0 || isLoss(definition)
    ? []
    : definition.examples.flatMap((example, i): [string, GraphDocument][] =>
        'outputs' in example
          ? [[`${definition.type}-${i}`, around(definition.type, example.params, example.inputs)]]
          : [],
      ),
)

/** Names that would break code, comments or tables if they got there as they are. */
export const hostileNames = [
  '*/ alert(1) //',
  "a'b\n",
  'constructor',
  '1x',
  '__proto__',
  'tf',
  'conv2d',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is part of the attack.
  '`${x}`\\',
  'Höhe ß',
]

/** A chain whose nodes and document have hostile names, and whose modules do too. */
const hostile: GraphDocument = (() => {
  const harmless = chain(
    input(1, 6, 6),
    ...hostileNames.map(() => ['Conv2d', { outChannels: 2, kernelSize: 1 }] as const),
  )
  const names = new Map(harmless.nodes.map(({ id }, i) => [id, ['relu', ...hostileNames][i]!]))
  return {
    ...harmless,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is part of the attack.
    name: "Evil */ ';\u2028 import 'x' /* ${1}",
    nodes: harmless.nodes.map((item, i) => ({
      ...item,
      id: names.get(item.id)!,
      module: `${names.get(item.id)}.${i}`,
    })),
    edges: harmless.edges.map(edge => ({
      ...edge,
      source: names.get(edge.source)!,
      target: names.get(edge.target)!,
    })),
  }
})()

const startingEqual: GraphDocument = (() => {
  const plain = chain(
    input(2, 5, 5),
    ['Conv2d', { outChannels: 12, kernelSize: 3, padding: 1 }],
    ['PixelShuffle', { upscaleFactor: 2 }],
  )
  return {
    ...plain,
    nodes: plain.nodes.map(item => (item.type === 'Conv2d' ? { ...item, equalStart: 4 } : item)),
  }
})()

const odd: [string, GraphDocument][] = [
  ['hostile', hostile],
  ['channels that start equal', startingEqual],
  [
    'two inputs, two outputs',
    graph(
      [
        node('left', 'Input', { shape: [2, 6, 6] }),
        node('right', 'Input', { shape: [3, 6, 6] }),
        node('both', 'Concat'),
        node('small', 'Conv2d', { outChannels: 2, kernelSize: 3, stride: 2 }),
        node('large', 'Sigmoid'),
      ],
      [
        ['left', 'both'],
        ['right', 'both'],
        ['both', 'small'],
        ['both', 'large'],
      ],
    ),
  ],
  [
    'a code between two inputs and two outputs',
    graph(
      [
        inGroup('encoder', node('first', 'Input', { shape: [2, 5, 5] })),
        inGroup('encoder', node('second', 'Input', { shape: [2, 5, 5] })),
        inGroup('encoder', node('sum', 'Add')),
        inGroup('decoder', node('paint', 'ConvTranspose2d', { outChannels: 3, kernelSize: 2, stride: 2 })),
        inGroup('decoder', node('other', 'ReLU')),
      ],
      [
        ['first', 'sum'],
        ['second', 'sum'],
        ['sum', 'paint'],
        ['sum', 'other'],
      ],
    ),
  ],
  [
    'a skip past the code',
    graph(
      [
        node('image', 'Input', { shape: [1, 8, 8] }),
        inGroup('encoder', node('down', 'Conv2d', { outChannels: 4, kernelSize: 2, stride: 2 })),
        inGroup('encoder', node('code', 'Conv2d', { outChannels: 4, kernelSize: 2, stride: 2 })),
        inGroup('decoder', node('up', 'ConvTranspose2d', { outChannels: 4, kernelSize: 2, stride: 2 })),
        inGroup('decoder', node('skip', 'Concat')),
        inGroup('decoder', node('out', 'ConvTranspose2d', { outChannels: 1, kernelSize: 2, stride: 2 })),
      ],
      [
        ['image', 'down'],
        ['down', 'code'],
        ['code', 'up'],
        ['up', 'skip'],
        ['down', 'skip'],
        ['skip', 'out'],
      ],
    ),
  ],
  [
    'one tensor that leaves twice',
    graph(
      [
        node('image', 'Input', { shape: [1, 4, 4] }),
        node('flat', 'Flatten'),
        node('again', 'Flatten'),
        node('end', 'ReLU'),
      ],
      [
        ['image', 'flat'],
        ['flat', 'again'],
        ['flat', 'end'],
      ],
    ),
  ],
  [
    'long operations',
    chain(
      input(4, 20, 20),
      [
        'Conv2d',
        {
          outChannels: 8,
          kernelSize: [3, 5],
          stride: [2, 1],
          padding: [2, 4],
          dilation: [2, 1],
          groups: 2,
          bias: false,
        },
        { id: 'aConvolutionWithMuchToSay' },
      ],
      ['Conv2d', { outChannels: 1000, kernelSize: [3, 2], padding: 1, paddingMode: 'replicate', stride: 3 }],
      [
        'ConvTranspose2d',
        { outChannels: 8, kernelSize: [5, 4], stride: 3, outputPadding: [2, 1], padding: 1, groups: 4 },
      ],
    ),
  ],
  [
    'many wires and long names',
    graph(
      [
        node('image', 'Input', { shape: [1, 4, 4] }),
        ...Array.from({ length: 12 }, (_, i) =>
          node(`aFeatureDetectorWithAVeryLongNameThatGoesOn${i}`, 'Conv2d', {
            outChannels: 2,
            kernelSize: 3,
            padding: 1,
          }),
        ),
        node('all', 'Concat'),
      ],
      Array.from({ length: 12 }, (_, i) => `aFeatureDetectorWithAVeryLongNameThatGoesOn${i}`).flatMap(
        name =>
          [
            ['image', name],
            [name, 'all'],
          ] as const,
      ),
    ),
  ],
]

/** Every document, by a name that may be a file's. */
export const printable: readonly (readonly [name: string, document: GraphDocument])[] = [
  ...fromTemplates,
  ...fromExamples,
  ...odd.map(([name, document]) => [name.replace(/\W+/g, '-'), document] as const),
]
