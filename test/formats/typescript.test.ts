import { describe, expect, test } from 'vitest'
import { carryLayers, customLayers } from '../../src/formats/typescript/customLayers.ts'
import { printTypeScript } from '../../src/formats/typescript.ts'
import { chain, input, planOf } from '../builders.ts'
import { hostileNames, printable } from './printable.ts'
import { typeErrors } from './typechecker.ts'

const documentOf = (name: string) => printable.find(([other]) => other === name)![1]
const print = (name: string) => printTypeScript(planOf(documentOf(name)))

describe('the printed module', () => {
  test('of the reference autoencoder reads as a person would write it', () => {
    const { text } = print('reference-autoencoder')
    expect(text).toContain(' *   conv3    Conv2d(32, 32, 4, stride 2)             32×9×9           16,416\n')
    expect(text).toContain(' * 112,457 parameters. Tensors are channels last: [height, width, channels].\n')
    expect(text).toContain('export function encode(image: tf.SymbolicTensor): tf.SymbolicTensor {\n')
    expect(text).toContain("  const relu2 = relu(conv2, 'relu2');\n")
    expect(text).toContain(`  const conv3 = conv2d(relu2, {
    name: 'conv3', filters: 32, kernelSize: 4, strides: 2,
  });
`)
    expect(text).toContain("  return conv2d(relu4, { name: 'conv5', filters: 8, kernelSize: 4 });\n")
  })

  test('says which lines belong to a node, its row and its statement', () => {
    const { text, lines } = print('reference-autoencoder')
    const all = text.split('\n')
    const of = lines.filter(range => range.node === 'conv3').map(({ from, to }) => all.slice(from - 1, to))
    expect(of).toHaveLength(2)
    expect(of[0]).toEqual([expect.stringContaining('Conv2d(32, 32, 4, stride 2)')])
    expect(of[1]).toEqual([
      '  const conv3 = conv2d(relu2, {',
      "    name: 'conv3', filters: 32, kernelSize: 4, strides: 2,",
      '  });',
    ])
  })

  test('has one function and one model where there is no code', () => {
    const { text } = printTypeScript(planOf(chain(input(1, 8, 8), ['Conv2d', { kernelSize: 3 }], ['ReLU'])))
    expect(text).toContain('export function forward(image: tf.SymbolicTensor): tf.SymbolicTensor {\n')
    expect(text).toContain('export function createModel(): tf.LayersModel {\n')
    expect(text).not.toContain('createModels')
  })

  test('carries a layer of ours once, and only where it is used', () => {
    const dilated = ['Conv2d', { kernelSize: 2, dilation: 2 }] as const
    const { text } = printTypeScript(planOf(chain(input(1, 8, 8), dilated, dilated)))
    expect(text.split('class TorchConv2d ')).toHaveLength(2)
    expect(print('reference-autoencoder').text).not.toContain('class ')
  })

  test('carries the filter gradient that wasm lacks where there are convolutions, once', () => {
    for (const [type, params] of [
      ['Conv2d', { kernelSize: 2 }],
      ['Conv2d', { kernelSize: 2, dilation: 2 }],
      ['ConvTranspose2d', { kernelSize: 2 }],
      ['ConvTranspose2d', { kernelSize: 2, padding: 1 }],
    ] as const) {
      const { text } = printTypeScript(planOf(chain(input(1, 8, 8), [type, params], [type, params])))
      expect(text.split('tf.registerKernel(conv2dBackpropFilter);')).toHaveLength(2)
      expect(text).toContain("\nif (!tf.getKernel(tf.Conv2DBackpropFilter, 'wasm'))\n")
    }
    const { text } = printTypeScript(
      planOf(chain(input(1, 8, 8), ['Flatten'], ['Linear', { outFeatures: 2 }])),
    )
    expect(text).not.toContain('registerKernel')
  })

  test('reads weights only where there is a file of them', () => {
    const plan = planOf(documentOf('reference-autoencoder'))
    expect(printTypeScript(plan).text).not.toContain('loadWeights')
    const { text } = printTypeScript(plan, { weightsFile: 'weights.safetensors' })
    expect(text).toContain(' * The trained weights are in weights.safetensors')
    expect(text).toContain("  { layer: 'conv1', weight: 'encoder.0.weight', permute: [2, 3, 1, 0] },\n")
  })

  test('says which range of pixels it was trained on, where that is not 0 to 1', () => {
    const document = documentOf('reference-autoencoder')
    const headWith = (normalisation: '0..1' | '-1..1' | 'standardise') =>
      printTypeScript(planOf({ ...document, training: { ...document.training, normalisation } })).text
    expect(headWith('-1..1')).toContain(
      ' * Trained on pixels from −1 to 1: 2x − 1 for a pixel x from 0 to 1.\n',
    )
    expect(headWith('standardise')).toContain(
      ' * Trained on standardised pixels: (x − mean) / deviation for a pixel x from\n * 0 to 1. Mean and deviation are those of its channel over all training\n * images: mean = Σx / n, deviation = √(Σ(x − mean)² / n), and 1 in place of 0.\n',
    )
    expect(headWith('0..1')).toBe(print('reference-autoencoder').text)
    expect(headWith('0..1')).toContain(' * Pixels are from 0 to 1.\n')
  })

  test('gives the numbers of a standardisation where they are known', () => {
    const standardised = (channels: number) => {
      const document = chain(input(channels, 8, 8), ['Conv2d', { outChannels: 1, kernelSize: 3 }])
      return planOf({ ...document, training: { ...document.training, normalisation: 'standardise' } })
    }
    const headWith = (mean: readonly number[]) => {
      const deviation = mean.map(value => value / 2)
      const { text } = printTypeScript(standardised(mean.length), { scale: { mean, deviation } })
      expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
      return text
    }
    const about = ' * Trained on standardised pixels: (x − mean) / deviation for a pixel x from\n * 0 to 1.\n'
    expect(headWith([0.13066047740240005])).toContain(
      `${about} *   mean = 0.130660477\n *   deviation = 0.0653302387\n`,
    )
    expect(headWith([0.5, 0.25, 1])).toContain(
      `${about} *   mean = [0.5, 0.25, 1]\n *   deviation = [0.25, 0.125, 0.5]\n`,
    )
    expect(headWith(Array.from({ length: 40 }, (_, i) => i / 32))).toContain(
      ' *   mean = [\n *     0, 0.03125,',
    )
  })

  test('cannot be broken by names', () => {
    const { text, lines } = print('hostile')
    expect(text.match(/\*\//g)?.length).toBe(text.match(/\/\*\*/g)?.length)
    expect(text).toMatch(/^\/\*\*\n \* Evil \* \/ '; import 'x' \/\* \$\{1\}\. Written by Hourglass\.\n/)
    expect(text).not.toMatch(/^import (?!\* as tf)|alert\(/m)
    expect(new Set(lines.map(range => range.node))).toEqual(new Set(hostileNames))
  })

  test.each(printable)('of %s is the same every time, in 80 columns, with lines in order', (_, document) => {
    const plan = planOf(document)
    const { text, lines } = printTypeScript(plan)
    expect(printTypeScript(planOf(document))).toEqual({ text, lines })
    expect(text).not.toMatch(/[ \t]$/m)
    if (!plan.steps.some(step => step.name.length > 30)) {
      expect(text.split('\n').filter(line => line.length > 80)).toEqual([])
    }
    let end = 0
    for (const { from, to } of lines) {
      expect(from).toBeGreaterThan(end)
      expect(to).toBeGreaterThanOrEqual(from)
      end = to
    }
    expect(end).toBeLessThan(text.split('\n').length)
    const listed = new Set(lines.map(range => range.node))
    expect(plan.steps.filter(step => !listed.has(step.node))).toEqual([])
  })
})

test('all layers of ours can stand in one file', () => {
  const text = `import * as tf from '@tensorflow/tfjs';\n${carryLayers(customLayers).text}\n`
  expect(customLayers.length).toBeGreaterThan(3)
  expect(typeErrors({ 'layers.ts': text })).toEqual([])
})

test('every module type-checks under strict, with and without weights', () => {
  const texts = printable.flatMap(([name, document], i) => {
    const plan = planOf(document)
    return [
      [`${i}-${name}.ts`, printTypeScript(plan).text] as const,
      [
        `${i}-${name}-weights.ts`,
        printTypeScript(plan, { weightsFile: 'weights.safetensors' }).text,
      ] as const,
    ]
  })
  expect(typeErrors(Object.fromEntries(texts))).toEqual([])
})

test('the checker finds an error', () => {
  const wrong =
    "import * as tf from '@tensorflow/tfjs';\n\nexport const layer = tf.layers.dense({ unitz: 3 });\n"
  expect(typeErrors({ 'wrong.ts': wrong })).toEqual([expect.stringMatching(/^wrong\.ts:3 .*unitz/)])
})
