import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { planOf } from '../builders.ts'
import { documentOf, faultsOf, golden, notesOf } from './readPrinted.ts'

test('what a log, a prompt, a mail or a listing puts before each line or the first one does no harm', () => {
  const { text } = golden(1)
  const plain = documentOf(text, 1, 28, 28)
  const lines = text.trimEnd().split('\n')
  for (const around of [
    `Model: ${text}`,
    `model = ${text}`,
    `>>> ${text}`,
    `2026-01-01 12:00:00,123 - root - INFO - ${text}`,
    `\`\`\`text\n${text}\`\`\`\n`,
    `\`${text.trimEnd()}\``,
    lines.map(line => `> ${line}`).join('\n'),
    lines.map(line => `# ${line}`).join('\n'),
    lines.map((line, i) => `${i + 1}  ${line}`).join('\n'),
    text.replaceAll('  ', '\xa0\xa0'),
    text.replaceAll('  ', '\t'),
    text.replaceAll('\n', ' # noted (here)\n'),
    `\u001b[2K\u001b[1G${text}`,
    `\u001b]8;;https://example.org\u0007${text}`,
  ]) {
    expect(documentOf(around, 1, 28, 28), around.slice(0, 40)).toEqual(plain)
    expect(notesOf(around, 1, 28, 28)).toHaveLength(1)
  }
})

test('a second model is named and left out', () => {
  const pair = '(A(\n  (x): ReLU()\n), B(\n  (x): Tanh()\n))'
  expect(documentOf(pair, 4).nodes.map(node => node.type)).toEqual(['Input', 'ReLU'])
  expect(notesOf(pair, 4)[1]).toBe(
    '3: Another model, B, follows the first one, and is not read: they are imported one by one.',
  )
  expect(notesOf('ReLU()\nTanh()\n', 4)[1]).toContain('2: Another model, Tanh, follows')
})

test.each([
  ['==\nLayer (type:depth-idx)  Output Shape  Param #\n├─Conv2d: 1-1  [7, 10, 24, 24]  260', 2, 'summary'],
  ['----\n        Layer (type)               Output Shape         Param #\n', 2, 'summary'],
  ["OrderedDict([('0.weight', tensor([[1., 2.]])), ('0.bias', tensor([0.]))])", 1, 'a state_dict'],
  ['0.weight torch.Size([4, 1, 3, 3])\n0.bias torch.Size([4])', 1, 'a state_dict'],
  ['graph(%self.1 : __torch__.Net,\n      %x : Tensor):', 1, 'traced or exported'],
  ['model = keras.Sequential([\n  layers.Flatten(),\n])', 1, 'Keras'],
  ['model = Sequential(\n    Conv2d(1, 8, 3),\n)', 1, 'Python source'],
  ['Traceback (most recent call last):\n  File "x.py", line 3', 1, 'error message of Python'],
  ['[Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1)), ReLU()]', 1, 'nn.Sequential(*layers)'],
  ['{"format": "hourglass"}', 1, 'JSON'],
  ["'Net(\\n  (0): ReLU()\\n)'", 1, 'Line breaks are written as \\n here'],
  ['<!DOCTYPE html><p>Net(</p>', 1, 'markup'],
  ['  (0): ReLU()\n  (1): Tanh()\n)', 1, 'starts inside of a model'],
  ['Sequential(\n  (0): ReLU()\n  ...\n  (9): Tanh()\n)', 1, 'shortened by dots'],
  ['Sequential(Conv2d(1, 8, 3), ReLU())', 1, 'Is it Python source?'],
  ['Conv2d(1, 8, stride=(1, 1))', 1, 'kernel_size is missing, which torch always prints'],
  ['Sequential(\n  (0): ReLU()\n  (0): Tanh()\n)', 3, 'Sequential has two modules 0'],
  ['Sequential(\n  (0): Conv2d(original_name=Conv2d)\n)', 2, 'before torch.jit'],
  ['Sequential(\n  (0): QuantizedReLU6()\n)', 2, 'before it is converted'],
  [
    'Sequential(\n  (0): Conv2d(\n    1, 2, kernel_size=(1, 1), stride=(1, 1)\n    (norm): ReLU()\n  )\n)',
    2,
    'Conv2d holds modules',
  ],
  ['Net(\n  (0): GELUActivation()\n)', 2, 'activations that are: ReLU,'],
  [
    'Net(\n  (bn): BatchNormAct2d(\n    32, eps=1e-05, momentum=0.1\n    (act): SiLU(inplace=True)\n  )\n)',
    2,
    'BatchNormAct2d is not supported; the nearest that is supported is BatchNorm2d',
  ],
  ['Net(\n  (0): UpsamplingNearest2d(scale_factor=2.0, mode=nearest)\n)', 2, 'is Upsample'],
  [
    'Net(\n  (p): ParameterList(  (0): Parameter containing: [torch.float32 of size 3])\n  (1): ReLU()\n)',
    2,
    'a tensor outside',
  ],
])('%j is named for what it is', (text, line, message) => {
  const faults = faultsOf(text, 1, 28, 28)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(new RegExp(`^${line}: `))
  expect(faults[0]).toContain(message)
})

test('any name that torch takes is kept, also in files', () => {
  const names = ['größe', 'b 1', '3x3', "it's", 'a/b:c', '日本', '-']
  const text = `Net(\n${names.map(name => `  (${name}): Conv2d(1, 1, kernel_size=(1, 1), stride=(1, 1))`).join('\n')}\n)`
  const document = documentOf(text, 1, 4, 4)
  expect(planOf(document).weights.map(({ name }) => name)).toEqual(
    names.flatMap(name => [`${name}.weight`, `${name}.bias`]),
  )
  expect(loadDocument(saveDocument(document, registry), registry)).toEqual({ document })
})

test('lazy and parametrized layers are what they will be, and the text says so', () => {
  const lazy =
    'Sequential(\n  (0): LazyConv2d(0, 8, kernel_size=(3, 3), stride=(1, 1))\n  (1): LazyLinear(in_features=0, out_features=2, bias=True)\n)'
  expect(documentOf(lazy, 3, 8, 8).nodes.map(({ type }) => type)).toEqual(['Input', 'Conv2d', 'Linear'])
  expect(notesOf(lazy, 3, 8, 8)).toEqual([
    '2: LazyConv2d has not been run yet, and has no weights: in_channels is what arrives here.',
    '3: LazyLinear has not been run yet, and has no weights: in_features is what arrives here.',
  ])
  const spectral = `Sequential(
  (0): ParametrizedConv2d(
    1, 4, kernel_size=(3, 3), stride=(1, 1)
    (parametrizations): ModuleDict(
      (weight): ParametrizationList(
        (0): _SpectralNorm()
      )
    )
  )
)`
  expect(documentOf(spectral, 1, 8, 8).nodes[1]).toMatchObject({ type: 'Conv2d', module: '0' })
  expect(notesOf(spectral, 1, 8, 8)).toEqual([
    expect.stringContaining('2: ParametrizedConv2d computes weight (_SpectralNorm) by other modules'),
  ])
})

test('what wraps a model is no layer of it, and gives it no name', () => {
  const inner = '  (KEY): Net(\n    (a): ReLU()\n  )\n)'
  for (const [wrapper, key] of [
    ['DataParallel', 'module'],
    ['DistributedDataParallel', 'module'],
    ['OptimizedModule', '_orig_mod'],
  ] as const) {
    const text = `${wrapper}(\n${inner.replace('KEY', key)}`
    const { name, nodes } = documentOf(text, 4)
    expect([name, nodes[1]!.module]).toEqual(['Net', `${key}.a`])
    expect(notesOf(text, 4)).toHaveLength(1)
  }
})

test('what is true of many lines is said once', () => {
  expect(notesOf('Sequential(\n  (0): PReLU()\n  (1): PReLU()\n)', 4)).toEqual([
    "2: PReLU: printed text does not hold all of its arguments; taken at torch's defaults: init=0.25. The same holds in line 3.",
  ])
  const block = (key: string) => `  (${key}): Block(\n    (act): ReLU()\n  )\n`
  expect(notesOf(`Sequential(\n${block('a')}${block('b')}${block('c')})`, 4)).toEqual([
    '2: Block is not a Sequential, and printed text does not hold its forward(): its children follow one another as printed. The same holds in line 5 and 1 more.',
  ])
})
