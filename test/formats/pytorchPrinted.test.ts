import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { planOf } from '../builders.ts'
import { documentOf, faultsOf, golden, notesOf, paramsOf, read } from './readPrinted.ts'

describe('models that torch printed', () => {
  test.each([1, 2, 3, 4, 5])('printed-%i has the sizes and weights of torch', n => {
    const { text, input, layers, stateDict } = golden(n)
    const document = documentOf(text, ...input.slice(1))
    const { nodes } = inferGraph(document, registry)
    expect(
      document.nodes.slice(1).map((node, i) => {
        const result = nodes[i + 1]!
        return [node.module, node.type, result.state === 'ready' ? result.outputs[0] : result]
      }),
    ).toEqual(layers.map(layer => [layer.name, layer.class, layer.out.slice(1)]))
    expect(Object.fromEntries(planOf(document).weights.map(({ name, shape }) => [name, shape]))).toEqual(
      stateDict,
    )
    const loaded = loadDocument(saveDocument(document, registry), registry)
    expect(loaded).toEqual({ document })
  })

  test('a U-Net, whose wiring text does not hold, comes without the wire that cannot be known', () => {
    const { text, input } = golden(6)
    const { nodes, edges, groups } = documentOf(text, ...input.slice(1))
    expect(nodes.map(({ module }) => module)).toEqual(
      ' down.0 down.1 pool act mid up out.0 out.1 out.2 out.3'.split(' ').map(path => path || undefined),
    )
    const reached = new Set(edges.map(edge => edge.target))
    expect(nodes.filter(({ id }) => !reached.has(id)).map(({ module }) => module)).toEqual([
      undefined,
      'out.0',
    ])
    expect(groups).toEqual([])
    expect(notesOf(text, ...input.slice(1))).toEqual([
      '1: SmallUNet is not a Sequential, and printed text does not hold its forward(): its children follow one another as printed.',
      '2: Printed text does not hold in which order the modules of a ModuleList are called: its children follow one another as printed.',
      '11: Conv2d: in_channels is 16, and 8 arrives (8×16×16). The wire to it is left out: what its input is, forward() of SmallUNet says, and not the printed text.',
      "12: PReLU: printed text does not hold all of its arguments; taken at torch's defaults: init=0.25.",
    ])
  })

  test('the reference autoencoder is the template, with readable ids and groups', () => {
    const { text } = golden(1)
    const imported = documentOf(text, 1, 28, 28)
    const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
    const template = 'document' in loaded ? loaded.document : undefined
    expect(imported.nodes.map(({ module, ...node }) => node)).toEqual(template!.nodes)
    expect(imported.groups).toEqual(template!.groups)
    expect([imported.name, imported.nodes[1]!.module]).toEqual(['Autoencoder', 'encoder.0'])
    expect(notesOf(text, 1, 28, 28)).toEqual([
      '1: Autoencoder is not a Sequential, and printed text does not hold its forward(): its children follow one another as printed.',
    ])
  })
})

describe('the text', () => {
  test('quoted and unquoted words, tuples, floats and None mean the same in torch 1 and 2', () => {
    expect(paramsOf("Upsample(scale_factor=2.0, mode='bilinear')", 1, 4, 4)).toEqual({
      scaleFactor: 2,
      mode: 'bilinear',
    })
    expect(paramsOf('Upsample(size=(8, 6), mode=nearest)', 1, 4, 4)).toEqual({ size: [8, 6] })
    for (const mode of ['nearest-exact', "'nearest-exact'"]) {
      expect(paramsOf(`Upsample(size=8, mode=${mode})`, 1, 4, 4)).toEqual({ size: 8, mode: 'nearest-exact' })
    }
    expect(paramsOf('AdaptiveAvgPool2d(output_size=(1, None))', 1, 4, 4)).toEqual({ outputSize: [1, null] })
    expect(paramsOf('ReflectionPad2d((2, 2, 2, 2))', 1, 4, 4)).toEqual({ padding: 2 })
    expect(paramsOf('ZeroPad2d(padding=(2, 2, 2, 2), value=0.0)', 1, 4, 4)).toEqual({ padding: 2 })
    expect(faultsOf('ZeroPad2d(padding=(2, 2, 2, 2), value=1.0)', 1, 4, 4)).toHaveLength(1)
    expect(paramsOf('Unflatten(dim=1, unflattened_size=torch.Size([2, 2]))', 4)).toEqual({
      unflattenedSize: [2, 2],
    })
    expect(
      paramsOf('Conv2d(4, 8, kernel_size=(5, 3), stride=(1, 1), padding=same, bias=False)', 4, 4, 4),
    ).toEqual({ outChannels: 8, kernelSize: [5, 3], padding: 'same', bias: false })
    expect(paramsOf('LeakyReLU(negative_slope=1e-05, inplace=True)', 4)).toEqual({ negativeSlope: 1e-5 })
  })

  test('repeats and nested lists keep every path; None and losses are no layers', () => {
    const text = `Net(
  (blocks): ModuleList(
    (0-1): 2 x Block(
      (conv): Conv2d(4, 4, kernel_size=(1, 1), stride=(1, 1))
      (act): ReLU(inplace=True)
      (down): None
    )
    (2): Sequential()
  )
  (criterion): MSELoss()
)`
    expect(documentOf(text, 4, 2, 2).nodes.map(({ id, module }) => [id, module])).toEqual([
      ['image', undefined],
      ['conv1', 'blocks.0.conv'],
      ['relu1', 'blocks.0.act'],
      ['conv2', 'blocks.1.conv'],
      ['relu2', 'blocks.1.act'],
    ])
    expect(notesOf(text, 4, 2, 2).map(note => note.split(':')[0])).toEqual(['1', '2', '3', '10'])
  })

  test('what it does not hold is said', () => {
    const average = notesOf('AvgPool2d(kernel_size=2, stride=2, padding=1)', 1, 4, 4)
    expect(average[0]).toContain('ceil_mode=False, count_include_pad=True')
    expect(notesOf('Upsample(scale_factor=2.0, mode=bilinear)', 1, 4, 4)[0]).toContain('align_corners=None')
    expect(notesOf('Sequential((0): Upsample(scale_factor=2.0, mode=nearest))', 1, 4, 4)).toEqual([])
    expect(notesOf('ReLU()', 1)[0]).toContain('a single layer')
  })

  test('all faults come at once, each with its line', () => {
    const text = `Sequential(
  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), dilations=2)
  (1): ConvTranspose3d(8, 8, kernel_size=(3, 3, 3), stride=(1, 1, 1))
  (2): Conv2d(8, 8, kernel_size=<object at 0x7f>, stride=(1, 1))
  (a.b): ReLU()
)`
    const faults = faultsOf(text, 3, 8, 8)
    expect(faults.map(fault => fault[0])).toEqual(['2', '3', '4', '5'])
    expect(faults[0]).toContain('dilations is not one of its parameters; did you mean dilation?')
    expect(faults[1]).toContain(
      'ConvTranspose3d is not supported; the nearest that is supported is ConvTranspose2d',
    )
    expect(faults[2]).toContain('got "<object at 0x7f>"')
    expect(faultsOf('Linear(in_features=64, out_features=2, bias=True)', 4, 4, 4)).toEqual([
      '1: Linear: in_features is 64, and 4 arrives (4×4×4); 4×4×4 has 64 values, so that a Flatten in forward() may be missing here, which printed text does not hold. The input must be 64 then, for example.',
    ])
    expect(faultsOf('Sequential(\n  (0): ReLU()\n', 3)).toEqual([
      '3: Sequential of line 1 is not closed: the text ends before its ). Copy it to its end.',
    ])
    expect(faultsOf('Sequential()', 3)).toEqual(['1: There is no layer in Sequential.'])
    expect(faultsOf('', 3)[0]).toContain('must stand here, not the end of the text')
  })

  test('prompts, indentation, line ends, colours and what was copied around the model do no harm', () => {
    const { text } = golden(1)
    const plain = documentOf(text, 1, 28, 28)
    const indented = text.replace(/^/gm, '      ')
    for (const [around, notes] of [
      [`>>> print(model)\n${text}\n>>> `, 1],
      [`In [3]: model\nOut[3]: ${text.trimEnd()}\n\nIn [4]: `, 1],
      [text.replaceAll('\n', '\r\n'), 1],
      [`\n\n${indented}\n\n`, 1],
      [`<bound method Module.eval of ${text.trimEnd()}>`, 1],
      [text.replace('ReLU', '\u001b[32mReLU\u001b[0m'), 1],
      [`Using device: cpu\n${text}Epoch 1: loss 0.3 (0.2)\n`, 3],
    ] as const) {
      expect(documentOf(around, 1, 28, 28)).toEqual(plain)
      expect(notesOf(around, 1, 28, 28)).toHaveLength(notes)
    }
    expect(faultsOf('>>> m\nSequential(\n  (0): ReLU())\n  (1): ReLU()\n)', 3)).toEqual([
      '4: Sequential of line 2 is closed already, and "(1): ReLU()" follows: a ) is too many.',
    ])
    expect(faultsOf('import torch\nmodel = nn.Sequential(\n  nn.Conv2d(1, 2, 3))', 1, 8, 8)).toEqual([
      '1: This is Python source: run print(model) in Python, and paste what that writes.',
    ])
  })

  test('children named after an encoder or a decoder are groups, with any names that torch allows', () => {
    const groupOf = (name: string) =>
      documentOf(`Net(\n  (${name}): Sequential(\n    (conv-1): ReLU()\n  )\n)`, 4).nodes[1]!.group
    for (const name of ['encoder', 'img_encoder', 'imgEncoder', 'enc', 'enc2', 'conv-encoder', 'encode']) {
      expect([name, groupOf(name)]).toEqual([name, 'encoder'])
    }
    for (const name of ['decoder', 'decoder_2', 'dec', 'up_dec']) expect(groupOf(name)).toBe('decoder')
    for (const name of [
      'autoencoder',
      'AutoEncoder',
      'auto_encoder',
      'encoder_decoder',
      'sequence',
      'fence',
    ]) {
      expect([name, groupOf(name)]).toEqual([name, undefined])
    }
    const document = documentOf(
      'Sequential(\n  (conv-1): Conv2d(1, 2, kernel_size=(1, 1), stride=(1, 1))\n)',
      1,
      4,
      4,
    )
    expect(planOf(document).weights.map(weight => weight.name)).toEqual(['conv-1.weight', 'conv-1.bias'])
    expect(loadDocument(saveDocument(document, registry), registry)).toEqual({ document })
  })

  test('what is no layer here is named with what is near; losses are left out', () => {
    const text = `Net(
  (a): BatchNorm1d(4, eps=1e-05)
  (b): Mish()
  (c): LSTM(4, 8, batch_first=True)
  (d): Attention()
  (e): PerceptualLoss()
)`
    const faults = faultsOf(text, 4)
    expect(faults.slice(0, 2)).toEqual([
      '2: BatchNorm1d is not supported; the nearest that is supported is BatchNorm2d.',
      expect.stringContaining('3: Mish is not supported; activations that are: ReLU, ReLU6,'),
    ])
    expect(faults.slice(2)).toEqual([
      '4: LSTM is not supported.',
      '5: Attention is not supported, and as it prints no layers inside, nothing says what it does.',
    ])
  })

  test('an input that does not fit is answered with one that does', () => {
    const conv = 'Sequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n)'
    expect(read(conv, 1, 28, 28)).toEqual({
      faults: [
        {
          line: 2,
          message:
            'Conv2d: in_channels is 3, and 1 arrives (1×28×28). The input must be 3×28×28 then, for example.',
        },
      ],
      wanted: [3, 28, 28],
    })
    const dense = 'Net(\n  (encoder): Linear(in_features=16, out_features=2, bias=True)\n)'
    const result = read(dense, 1, 4, 4)
    expect('document' in result && result.document.edges).toEqual([])
    expect(notesOf(dense, 1, 4, 4)[1]).toContain('a Flatten in forward() may be missing here')
  })

  test('behind a wire that is left out, channels are still checked', () => {
    const net = (blocks: string) => `Net(\n${blocks}\n)`
    const conv = (name: string, from: number, to: number) =>
      `  (${name}): Conv2d(${from}, ${to}, kernel_size=(1, 1), stride=(1, 1))`
    const text = net([conv('a', 1, 2), conv('b', 4, 2), conv('c', 2, 2), conv('d', 3, 1)].join('\n'))
    expect(notesOf(text, 1, 4, 4).map(note => note.split('. ')[0])).toEqual([
      expect.stringContaining('1: Net is not a Sequential'),
      '3: Conv2d: in_channels is 4, and 2 arrives (2×4×4)',
      '5: Conv2d: in_channels is 3, and 2 arrives (2×4×4)',
    ])
    const inside = net(`${conv('a', 1, 2)}\n  (s): Sequential(\n${conv('0', 4, 2)}\n${conv('1', 3, 2)}\n  )`)
    expect(faultsOf(inside, 1, 4, 4)).toEqual(['5: Conv2d: in_channels is 3, and 2 arrives (2×4×4).'])
    const several = `Sequential(\n${conv('0', 3, 2)}\n${conv('1', 4, 2)}\n${conv('2', 2, 2)}\n${conv('3', 5, 2)}\n)`
    expect(faultsOf(several, 1, 4, 4)).toEqual([
      '2: Conv2d: in_channels is 3, and 1 arrives (1×4×4). The input must be 3×4×4 then, for example.',
      '3: Conv2d: in_channels is 4, and 2 arrives (2×4×4).',
      '5: Conv2d: in_channels is 5, and 2 arrives (2×4×4).',
    ])
  })

  test('nothing is too deep, too long or too often repeated to be answered', () => {
    expect(faultsOf(`${'A((x): '.repeat(5000)}`, 3)[0]).toContain('nested deeper than')
    expect(faultsOf('X('.repeat(1_100_000), 3)[0]).toContain('at most 2000000 are read')
    const many = 'ModuleList((0-999999): 1000000 x ModuleList((0-999999): 1000000 x ReLU()))'
    expect(faultsOf(many, 3)).toContainEqual(expect.stringContaining('more than 10000 modules'))
    expect(faultsOf(`A(${'('.repeat(100_000)}`, 3)).toHaveLength(1)
  })

  test('never throws, whatever the text is', () => {
    const pieces = fc.constantFrom(
      ...'( ) ( ) , = : \n [ ] 3 -1e5 nan None True \' " (0): (0-3): 4 x ReLU( Conv2d( Sequential( padding kernel_size __proto__ constructor Flatten( Unflatten(dim=1, unflattened_size= Upsample(size= torch.Size('.split(
        ' ',
      ),
    )
    const soup = fc.array(pieces, { maxLength: 60 }).map(list => list.join(' '))
    const { text } = golden(4)
    const damaged = fc
      .tuple(fc.nat(text.length), fc.nat(30), fc.oneof(pieces, fc.string()))
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), soup, damaged), given => {
        const result = read(given, 1, 20, 24)
        if ('document' in result) {
          expect(loadDocument(saveDocument(result.document, registry), registry)).toEqual({
            document: result.document,
          })
        } else expect(result.faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})
